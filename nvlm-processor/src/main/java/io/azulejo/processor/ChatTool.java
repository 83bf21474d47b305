package io.azulejo.processor;

/**
 * A tool that a model may call.
 *
 * @param name what calls name
 * @param description what it is for; empty where nobody says
 * @param parameters the JSON schema of a call's arguments, an object
 */
public record ChatTool(String name, String description, String parameters) {}

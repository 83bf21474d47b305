package com.example.chat;

import java.util.Map;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/** What the model may look up: an application would ask its own systems here. */
@Component
class TileStock {

    private static final Map<String, Integer> TILES = Map.of("blue", 120, "white", 80, "yellow", 0);

    @Tool(description = "Tells how many tiles of a colour are in stock.")
    int tilesInStock(@ToolParam(description = "such as blue") String colour) {
        return TILES.getOrDefault(colour, 0);
    }
}

package io.azulejo.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * On a test that has an application context, such as {@code @SpringBootTest}: the embedded engine answers with a tiny
 * checkpoint of random weights, whatever backend the application is configured with. It needs no file, no network and no
 * GPU, and loads at once.
 * <p>
 * The engine does all that it does for a real model: it reads pictures, cuts them into tiles, counts tokens and streams.
 * What it says makes no sense, but it is the same each time, and another for another prompt or picture. Its context has
 * 1024 tokens, one for each byte of a text, so let a test ask for short answers.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(TinyModelConfiguration.class)
@TestPropertySource(properties = "spring.ai.model.chat=azulejo")
public @interface TinyModel {
}

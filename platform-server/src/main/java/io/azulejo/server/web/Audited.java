package io.azulejo.server.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** Requests to this method are kept in the audit log, with who sent them and what came of them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Audited {

    /** What is done, as a thing and a verb, such as {@code user.change}. */
    String value();

    /** What a request says of itself beside its path. Never what is secret, or what people write. */
    final class Notes {

        private static final String ACTION = Audited.class.getName() + ".action";
        private static final String SUBJECT = Audited.class.getName() + ".subject";
        private static final String DETAIL = Audited.class.getName() + ".detail";
        private static final String STATUS = Audited.class.getName() + ".status";

        private Notes() {}

        /** Has a request to a method that is not audited kept too, since it did this besides. */
        public static void also(ServerWebExchange exchange, String action, String subject, String detail) {
            put(exchange, ACTION, action);
            subject(exchange, subject);
            detail(exchange, detail);
        }

        public static @Nullable String action(ServerWebExchange exchange) {
            return exchange.getAttribute(ACTION);
        }

        /** Tells on what it is done, where the path does not. */
        public static void subject(ServerWebExchange exchange, @Nullable String subject) {
            put(exchange, SUBJECT, subject);
        }

        public static void detail(ServerWebExchange exchange, String detail) {
            put(exchange, DETAIL, detail);
        }

        public static @Nullable String subject(ServerWebExchange exchange) {
            return exchange.getAttribute(SUBJECT);
        }

        public static @Nullable String detail(ServerWebExchange exchange) {
            return exchange.getAttribute(DETAIL);
        }

        /** Tells what came of it, where the answer is a way to a page that says so. */
        public static void status(ServerWebExchange exchange, int status) {
            exchange.getAttributes().put(STATUS, status);
        }

        public static @Nullable Integer status(ServerWebExchange exchange) {
            return exchange.getAttribute(STATUS);
        }

        private static void put(ServerWebExchange exchange, String name, @Nullable String value) {
            if (value != null) {
                exchange.getAttributes().put(name, value);
            }
        }
    }
}

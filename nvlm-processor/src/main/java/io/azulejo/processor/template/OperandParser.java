package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.azulejo.processor.template.Tokens.Kind;

/** Reads what operators stand between: a value, what is taken from it, and its filters and tests. */
final class OperandParser {

    private final Tokens tokens;
    private final ExpressionParser expressions;

    OperandParser(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression operand() {
        return filtersAndTests(postfix(primary()));
    }

    private Expression primary() {
        Tokens.Token token = tokens.next();
        return switch (token.kind()) {
            case STRING -> {
                // Strings side by side are one, as in Python.
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.peek().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                yield constant(text.toString());
            }
            case INTEGER -> constant(Long.valueOf(token.text()));
            case DECIMAL -> constant(Double.valueOf(token.text()));
            case NAME -> name(token.text());
            case SIGN -> bracketed(token.text());
            case END -> throw tokens.unexpected("a value");
        };
    }

    private static Expression constant(@Nullable Object value) {
        return _ -> value;
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> constant(true);
            case "false", "False" -> constant(false);
            case "none", "None" -> constant(null);
            default -> scope -> scope.get(name);
        };
    }

    private Expression bracketed(String open) {
        return switch (open) {
            case "(" -> {
                Expression value = expressions.tuple();
                tokens.expect(")");
                yield value;
            }
            case "[" -> {
                List<Expression> items = new ArrayList<>();
                while (!tokens.take("]")) {
                    items.add(expressions.expression());
                    if (!tokens.at("]")) {
                        tokens.expect(",");
                    }
                }
                yield list(items);
            }
            case "{" -> map();
            default -> throw new TemplateException("A value cannot begin with \"" + open + "\".");
        };
    }

    static Expression list(List<Expression> items) {
        return scope -> {
            List<@Nullable Object> values = new ArrayList<>();
            items.forEach(item -> values.add(item.evaluate(scope)));
            return values;
        };
    }

    private Expression map() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!tokens.take("}")) {
            Expression key = expressions.expression();
            tokens.expect(":");
            entries.put(key, expressions.expression());
            if (!tokens.at("}")) {
                tokens.expect(",");
            }
        }
        return scope -> {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            entries.forEach((key, value) -> values.put(Values.string(key.evaluate(scope)), value.evaluate(scope)));
            return values;
        };
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            Expression of = value;
            if (tokens.take(".")) {
                Tokens.Token key = tokens.next();
                value = tokens.at("(")
                        ? Methods.call(of, key.text(), arguments())
                        : member(of, constant(
                                key.kind() == Kind.INTEGER ? (Object) Long.valueOf(key.text()) : key.text()));
            } else if (tokens.take("[")) {
                value = subscript(of);
            } else if (tokens.at("(")) {
                Arguments arguments = arguments();
                value = scope -> call(of.evaluate(scope), arguments, scope);
            } else {
                return value;
            }
        }
    }

    private static @Nullable Object call(@Nullable Object callee, Arguments arguments, Scope scope) {
        if (callee instanceof Values.Function function) {
            return function.call(arguments.positional(scope), arguments.named(scope));
        }
        throw new TemplateException("A " + Values.kind(callee) + " cannot be called.");
    }

    private static Expression member(Expression of, Expression key) {
        return scope -> Values.member(of.evaluate(scope), key.evaluate(scope));
    }

    private Expression subscript(Expression of) {
        @Nullable
        Expression from = tokens.at(":") ? null : expressions.expression();
        if (from != null && tokens.take("]")) {
            return member(of, from);
        }
        tokens.expect(":");
        @Nullable
        Expression to = tokens.at(":") || tokens.at("]") ? null : expressions.expression();
        @Nullable
        Expression step = tokens.take(":") && !tokens.at("]") ? expressions.expression() : null;
        tokens.expect("]");
        return scope -> Values.slice(of.evaluate(scope), optional(from, scope), optional(to, scope),
                optional(step, scope));
    }

    private static @Nullable Object optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? null : expression.evaluate(scope);
    }

    private Arguments arguments() {
        tokens.expect("(");
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!tokens.take(")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peek(1).text().equals("=")) {
                String name = tokens.name();
                tokens.expect("=");
                named.put(name, expressions.expression());
            } else {
                positional.add(expressions.expression());
            }
            if (!tokens.at(")")) {
                tokens.expect(",");
            }
        }
        return new Arguments(positional, named);
    }

    private Expression filtersAndTests(Expression start) {
        Expression value = start;
        while (true) {
            Expression of = value;
            if (tokens.take("|")) {
                Filters.Filter filter = Filters.named(tokens.name());
                Arguments arguments = tokens.at("(") ? arguments() : Arguments.NONE;
                value = scope -> filter.apply(of.evaluate(scope), arguments.positional(scope), arguments.named(scope));
            } else if (tokens.take("is")) {
                value = test(of);
            } else {
                return value;
            }
        }
    }

    private Expression test(Expression of) {
        boolean negated = tokens.take("not");
        Tests.Test test = Tests.named(tokens.next().text());
        Arguments arguments = Arguments.NONE;
        if (tokens.at("(")) {
            arguments = arguments();
        } else if (test.hasArgument()) {
            arguments = new Arguments(List.of(postfix(primary())), Map.of());
        }
        Arguments given = arguments;
        return scope -> test.holds(of.evaluate(scope), given.positional(scope)) != negated;
    }
}

package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;

import io.azulejo.processor.template.Tokens.Kind;

/** Reads expressions with Jinja's precedence: a filter or test binds closer than any operator. */
final class ExpressionParser {

    private final Tokens tokens;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** {@code value if condition else other}; without an else it is undefined. */
    Expression expression() {
        Expression value = or();
        while (tokens.take("if")) {
            Expression condition = or();
            Expression other = tokens.take("else") ? expression() : _ -> Values.UNDEFINED;
            Expression then = value;
            value = scope -> Values.isTrue(condition.evaluate(scope)) ? then.evaluate(scope) : other.evaluate(scope);
        }
        return value;
    }

    /** An expression where a following {@code if} is not the expression's own, as in a loop's head. */
    Expression withoutCondition() {
        return or();
    }

    /** An expression, or several with commas between them, which make a list. */
    Expression tuple() {
        Expression first = expression();
        if (!tokens.at(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.take(",")) {
            items.add(expression());
        }
        return list(items);
    }

    private Expression or() {
        Expression left = and();
        while (tokens.take("or")) {
            Expression first = left;
            Expression second = and();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Values.isTrue(value) ? value : second.evaluate(scope);
            };
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.take("and")) {
            Expression first = left;
            Expression second = not();
            left = scope -> {
                Object value = first.evaluate(scope);
                return Values.isTrue(value) ? second.evaluate(scope) : value;
            };
        }
        return left;
    }

    private Expression not() {
        if (tokens.take("not")) {
            Expression negated = not();
            return scope -> !Values.isTrue(negated.evaluate(scope));
        }
        return comparison();
    }

    /** Comparisons in a chain all have to hold, as in Python. */
    private Expression comparison() {
        Expression left = sum();
        Expression all = null;
        for (String sign = comparisonSign(); !sign.isEmpty(); sign = comparisonSign()) {
            Expression first = left;
            Expression second = sum();
            String operator = sign;
            Expression one = scope -> Operators.compare(operator, first.evaluate(scope), second.evaluate(scope));
            Expression before = all;
            all = before == null
                    ? one
                    : scope -> Values.isTrue(before.evaluate(scope)) && Values.isTrue(one.evaluate(scope));
            left = second;
        }
        return all == null ? left : all;
    }

    private String comparisonSign() {
        for (String sign : List.of("==", "!=", "<=", ">=", "<", ">", "in")) {
            if (tokens.take(sign)) {
                return sign;
            }
        }
        if (tokens.at("not") && tokens.peek(1).text().equals("in")) {
            tokens.next();
            tokens.next();
            return "not in";
        }
        return "";
    }

    private Expression sum() {
        Expression left = concatenation();
        while (tokens.at("+") || tokens.at("-")) {
            left = binary(left, tokens.next().text(), concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (tokens.take("~")) {
            Expression first = left;
            Expression second = product();
            left = scope -> Values.text(first.evaluate(scope)) + Values.text(second.evaluate(scope));
        }
        return left;
    }

    private Expression product() {
        Expression left = unary();
        while (tokens.at("*") || tokens.at("/") || tokens.at("//") || tokens.at("%")) {
            left = binary(left, tokens.next().text(), unary());
        }
        return left;
    }

    private static Expression binary(Expression left, String sign, Expression right) {
        BinaryOperator<@Nullable Object> operator = Operators.arithmetic(sign);
        return scope -> operator.apply(left.evaluate(scope), right.evaluate(scope));
    }

    private Expression unary() {
        if (tokens.take("-")) {
            Expression negated = unary();
            return scope -> Operators.arithmetic("-").apply(0L, negated.evaluate(scope));
        }
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
                Expression value = tuple();
                tokens.expect(")");
                yield value;
            }
            case "[" -> {
                List<Expression> items = new ArrayList<>();
                while (!tokens.take("]")) {
                    items.add(expression());
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

    private static Expression list(List<Expression> items) {
        return scope -> {
            List<@Nullable Object> values = new ArrayList<>();
            items.forEach(item -> values.add(item.evaluate(scope)));
            return values;
        };
    }

    private Expression map() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!tokens.take("}")) {
            Expression key = expression();
            tokens.expect(":");
            entries.put(key, expression());
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
        Expression from = tokens.at(":") ? null : expression();
        if (from != null && tokens.take("]")) {
            return member(of, from);
        }
        tokens.expect(":");
        @Nullable
        Expression to = tokens.at(":") || tokens.at("]") ? null : expression();
        @Nullable
        Expression step = tokens.take(":") && !tokens.at("]") ? expression() : null;
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
                named.put(name, expression());
            } else {
                positional.add(expression());
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

package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;

/** Reads expressions with Jinja's precedence: a filter or test binds closer than any operator. */
final class ExpressionParser {

    private final Tokens tokens;
    private final OperandParser operands;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        operands = new OperandParser(tokens, this);
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
        return OperandParser.list(items);
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
        return operands.operand();
    }
}

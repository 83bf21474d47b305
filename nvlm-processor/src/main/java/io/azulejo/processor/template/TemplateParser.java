package io.azulejo.processor.template;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.azulejo.processor.template.Statement.If.Branch;
import io.azulejo.processor.template.Tokens.Kind;

/** Reads segments into statements. */
final class TemplateParser {

    private final List<Segment> segments;
    private int position;

    private TemplateParser(List<Segment> segments) {
        this.segments = segments;
    }

    static List<Statement> parse(String source) {
        TemplateParser parser = new TemplateParser(SegmentReader.read(source));
        List<Statement> statements = parser.body();
        if (parser.position < parser.segments.size()) {
            throw new TemplateException("\"" + parser.segments.get(parser.position).text() + "\" ends nothing.");
        }
        return statements;
    }

    /** Reads up to a statement that ends or divides one, which is left to be read. */
    private List<Statement> body() {
        List<Statement> statements = new ArrayList<>();
        while (position < segments.size()) {
            Segment segment = segments.get(position);
            if (segment.kind() == Segment.Kind.STATEMENT) {
                String word = new Tokens(segment.text()).peek().text();
                if (word.startsWith("end") || word.equals("else") || word.equals("elif")) {
                    return statements;
                }
            }
            position++;
            statements.add(switch (segment.kind()) {
                case TEXT -> new Statement.Text(segment.text());
                case OUTPUT -> output(segment.text());
                case STATEMENT -> statement(new Tokens(segment.text()));
            });
        }
        return statements;
    }

    private static Statement output(String code) {
        Tokens tokens = new Tokens(code);
        Expression expression = new ExpressionParser(tokens).tuple();
        tokens.expectEnd();
        return new Statement.Output(expression);
    }

    private Statement statement(Tokens tokens) {
        String word = tokens.name();
        return switch (word) {
            case "if" -> ifStatement(tokens);
            case "for" -> forStatement(tokens);
            case "set" -> set(tokens);
            case "generation" -> {
                // transformers marks an answer's tokens for training with it.
                tokens.expectEnd();
                List<Statement> body = body();
                end("endgeneration");
                yield new Statement.If(List.of(new Branch(_ -> true, body)));
            }
            default -> throw new TemplateException("The statement \"" + word + "\" is not known.");
        };
    }

    private Statement ifStatement(Tokens head) {
        List<Branch> branches = new ArrayList<>();
        Tokens tokens = head;
        while (true) {
            Expression condition = new ExpressionParser(tokens).expression();
            tokens.expectEnd();
            branches.add(new Branch(condition, body()));
            tokens = nextStatement("endif");
            if (!tokens.take("elif")) {
                break;
            }
        }
        if (tokens.take("else")) {
            tokens.expectEnd();
            branches.add(new Branch(_ -> true, body()));
            tokens = nextStatement("endif");
        }
        tokens.expect("endif");
        return new Statement.If(branches);
    }

    private Statement forStatement(Tokens tokens) {
        List<String> names = new ArrayList<>();
        boolean bracket = tokens.take("(");
        do {
            names.add(tokens.name());
        } while (tokens.take(","));
        if (bracket) {
            tokens.expect(")");
        }
        tokens.expect("in");
        ExpressionParser expressions = new ExpressionParser(tokens);
        Expression items = expressions.withoutCondition();
        @Nullable
        Expression condition = tokens.take("if") ? expressions.expression() : null;
        tokens.expectEnd();
        List<Statement> body = body();
        List<Statement> otherwise = List.of();
        Tokens end = nextStatement("endfor");
        if (end.take("else")) {
            otherwise = body();
            end = nextStatement("endfor");
        }
        end.expect("endfor");
        return new Statement.For(names, items, condition, body, otherwise);
    }

    private Statement set(Tokens tokens) {
        String name = tokens.name();
        @Nullable
        String attribute = tokens.take(".") ? tokens.name() : null;
        if (attribute == null && tokens.peek().kind() == Kind.END) {
            List<Statement> body = body();
            end("endset");
            return new Statement.SetBlock(name, body);
        }
        tokens.expect("=");
        Expression value = new ExpressionParser(tokens).tuple();
        tokens.expectEnd();
        return new Statement.Set(name, attribute, value);
    }

    private void end(String word) {
        nextStatement(word).expect(word);
    }

    private Tokens nextStatement(String wanted) {
        if (position == segments.size()) {
            throw new TemplateException("\"" + wanted + "\" is missing.");
        }
        return new Tokens(segments.get(position++).text());
    }
}

package io.azulejo.openai;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on loopback that says what a test has it say, and sees when its client hangs up. */
final class PlayedServer implements AutoCloseable {

    static final String MODELS = """
            {"object":"list","data":[{"id":"seer","object":"model","created":1,"owned_by":"vllm","max_model_len":4096}]}""";

    /** What is said to a chat, once its request has come whole. */
    interface Script {

        void answer(Client client) throws IOException, InterruptedException;
    }

    record Request(String line, Map<String, String> headers, String body) {

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    private final ServerSocket socket;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Script chat = client -> client.reply(500, "{}");
    private volatile Script models = client -> client.reply(200, MODELS);

    PlayedServer() {
        this(0);
    }

    PlayedServer(int port) {
        try {
            socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    PlayedServer chat(Script script) {
        chat = script;
        return this;
    }

    PlayedServer models(Script script) {
        models = script;
        return this;
    }

    int port() {
        return socket.getLocalPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    /** The requests for chats so far. */
    List<Request> chats() {
        return requests.stream().filter(request -> request.line().startsWith("POST /v1/chat/completions ")).toList();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            Request request = read(in);
            requests.add(request);
            (request.line().startsWith("GET ") ? models : chat).answer(new Client(connection, in));
        } catch (IOException | InterruptedException _) {
            // The client is gone; a test that cares asks Client.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(line, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** The one that asked. */
    record Client(Socket connection, InputStream in) {

        /** A whole answer. */
        void reply(int status, String body, String... headers) throws IOException {
            write("HTTP/1.1 " + status + " Played\r\nContent-Type: application/json\r\nConnection: close\r\n"
                    + String.join("", List.of(headers).stream().map(header -> header + "\r\n").toList())
                    + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }

        /** The beginning of a stream. */
        Client stream() throws IOException {
            write(String.join("\r\n", "HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Connection: close",
                    "Transfer-Encoding: chunked", "", ""));
            return this;
        }

        Client event(String data) throws IOException {
            return raw("data: " + data + "\n\n");
        }

        /** A piece of an answer's text. */
        Client piece(String text) throws IOException {
            return event("""
                    {"id":"1","object":"chat.completion.chunk","created":1,"model":"seer","choices":[{"index":0,\
                    "delta":{"content":"%s"},"finish_reason":null}]}""".formatted(text));
        }

        /** Part of a stream, as it is. */
        Client raw(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            write(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
            return this;
        }

        void end() throws IOException {
            write("0\r\n\r\n");
        }

        /** Returns when the client has hung up. */
        void awaitGone() throws IOException {
            while (in.read() >= 0) {
                Thread.onSpinWait();
            }
        }

        private void write(String text) throws IOException {
            connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().flush();
        }
    }
}

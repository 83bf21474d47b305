package io.azulejo.server.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server of HTTP on loopback that may say whatever a host may say. */
public final class RawServer implements AutoCloseable {

    /** What it says to a request. */
    @FunctionalInterface
    public interface Saying {

        void say(String path, OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    public RawServer(Saying saying) throws IOException {
        this(ServerSocketFactory.getDefault(), saying);
    }

    RawServer(ServerSocketFactory sockets, Saying saying) throws IOException {
        socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client, saying));
                } catch (IOException _) {
                    return;
                }
            }
        });
    }

    private void serve(Socket client, Saying saying) {
        try (client) {
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            if (!head.isEmpty()) {
                heads.add(head.toString());
                int path = head.indexOf(" ") + 1;
                saying.say(head.substring(path, head.indexOf(" ", path)), client.getOutputStream());
            }
        } catch (IOException _) {
            // It went away, which is what most tests want.
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** The requests that came, without bodies. */
    public List<String> heads() {
        return heads;
    }

    public static void answer(OutputStream out, String statusAndHeaders, byte[] body) throws IOException {
        out.write(("HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

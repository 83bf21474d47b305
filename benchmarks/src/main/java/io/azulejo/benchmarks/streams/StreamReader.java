package io.azulejo.benchmarks.streams;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one event stream on a connection of its own, and takes down how old each piece is when it comes. */
final class StreamReader implements Runnable, AutoCloseable {

    private static final Pattern TIMES = Pattern.compile("(\\d+) ");

    private final String path;
    private final Socket socket;
    private final List<Long> pieces = new ArrayList<>();
    private final List<Long> events = new ArrayList<>();
    private volatile boolean recording;
    private volatile boolean answered;

    /** @param path of the stream on the server of that port */
    StreamReader(int port, String path) throws IOException {
        this.path = path;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    @Override
    public void run() {
        try {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort()
                    + "\r\nAccept: text/event-stream\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1024);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answered = true;
                if (recording && line.startsWith("data:") && line.contains("\"type\":\"text\"")) {
                    record(line, System.nanoTime());
                }
            }
        } catch (IOException _) {
            // Closed at the end of the measurement.
        }
    }

    private synchronized void record(String line, long now) {
        long newest = 0;
        for (Matcher times = TIMES.matcher(line); times.find();) {
            long made = Long.parseLong(times.group(1));
            pieces.add(now - made);
            newest = Math.max(newest, made);
        }
        if (newest > 0) {
            events.add(now - newest);
        }
    }

    void record(boolean on) {
        recording = on;
    }

    /** Whether the server answered at all. */
    boolean isAnswered() {
        return answered;
    }

    /** The ages of the pieces in nanoseconds, waiting for others to be sent together with them included. */
    synchronized List<Long> pieces() {
        return List.copyOf(pieces);
    }

    /** The age of each event's newest piece in nanoseconds. */
    synchronized List<Long> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

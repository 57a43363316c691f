package org.onrecord;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that takes up hardly anything of an answer until it begins to read. */
public final class SlowReader implements AutoCloseable {

    private final Socket socket = new Socket();

    /** Sends requests as they are. */
    public SlowReader(int port, String requests) throws IOException {
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress("localhost", port));
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads so many bytes. */
    public String read(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    /** Reads all that comes until the connection is closed, and tells how many bytes that was. */
    public long countBytes() {
        long count = 0;
        try (InputStream in = socket.getInputStream()) {
            byte[] buffer = new byte[65536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                count += n;
            }
        } catch (IOException closed) {
            return count;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

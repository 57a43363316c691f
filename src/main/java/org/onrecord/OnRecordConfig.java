package org.onrecord;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.onrecord.settings.Form;
import org.onrecord.settings.Range;
import org.onrecord.settings.Takes;

/** The service's own settings. {@link Range} and {@link Takes} say what each may be; what goes together is in {@link SettingsCheck}. */
// Its methods' annotations are read at start, in the native executable too.
@RegisterForReflection
@ConfigMapping(prefix = "onrecord")
public interface OnRecordConfig {

    Database database();

    Embedded embedded();

    Dataset dataset();

    Graphiql graphiql();

    Schema schema();

    Documents documents();

    Limits limits();

    Clients clients();

    Cache cache();

    /** How the service and its database go together. */
    interface Database {

        /**
         * Whether the service migrates the schema and loads the data set when it starts. Where it does not, {@code onrecord
         * migrate} does, and the service waits for it.
         */
        @WithDefault("true")
        boolean migrateAtStart();

        /**
         * The database role of the service, where another one migrates and owns the schema: migrating grants it to read and
         * write rows, and nothing else.
         */
        @Takes(Form.ROLE)
        Optional<String> serviceRole();
    }

    /** The PostgreSQL that starts with the service where no database is configured. */
    interface Embedded {

        /** Where it keeps its data. They stay there when the service stops. */
        @Takes(Form.DIRECTORY)
        @WithDefault(DEFAULT_DATA_DIRECTORY)
        Path dataDirectory();

        String DEFAULT_DATA_DIRECTORY = "onrecord-data";
    }

    /** The data set that the service brings with it. */
    interface Dataset {

        /** Whether to load it at the start into a record that has no data set. */
        @WithDefault("true")
        boolean loadWhenEmpty();
    }

    /** The page to ask questions on. */
    interface Graphiql {

        /** Whether {@code /graphiql} is there. */
        @WithDefault("true")
        boolean enabled();
    }

    /** What the service tells of its schema. Without introspection it tells nothing of it, whatever the other settings say. */
    interface Schema {

        /** Whether queries may ask for {@code __schema} and {@code __type}. */
        @WithDefault("true")
        boolean introspection();

        /** Whether {@code /graphql/schema.graphql} is there. */
        @WithDefault("true")
        boolean sdl();

        /** Whether an error about an unknown name says which known one may be meant. */
        @WithDefault("true")
        boolean suggestions();
    }

    /** Documents that the service knows before a client sends them. */
    interface Documents {

        /**
         * A JSON file with documents of your clients by their ids: an object as Relay's compiler writes it, or the manifest of
         * Apollo's.
         */
        @Takes(Form.READABLE_FILE)
        Optional<Path> manifest();

        /** Whether only those run, and the ones that the service brings. */
        @WithDefault("false")
        boolean registeredOnly();

        /** How much text of other documents, which clients register by its hash, is kept. */
        @Range(min = "0", max = "1G")
        @WithDefault("1M")
        MemorySize persisted();
    }

    /** What one request, and one client, may ask for. */
    interface Limits {

        /** The connections to the database that are left to others, however many one client may have. */
        int CONNECTIONS_OF_OTHERS = 2;

        /** Fields below each other. A full introspection query has 15. */
        @Range(min = "1", max = "100")
        @WithDefault("15")
        int depth();

        /** What an operation may cost: about the rows, and lists of rows, that an answer can take. */
        @Range(min = "1", max = "1000000")
        @WithDefault("1500")
        int cost();

        /** Aliases, those of a fragment once for each of its spreads. */
        @Range(min = "0", max = "1000")
        @WithDefault("30")
        int aliases();

        /** Fields of an operation itself. */
        @Range(min = "1", max = "1000")
        @WithDefault("20")
        int rootFields();

        /** Directives, those of a fragment once for each of its spreads. */
        @Range(min = "0", max = "1000")
        @WithDefault("50")
        int directives();

        /** Names, values and punctuators of a document. */
        @Range(min = "10", max = "100000")
        @WithDefault("2000")
        int tokens();

        /** The length of a document. */
        @Range(min = "100", max = "1000000")
        @WithDefault("20000")
        int documentCharacters();

        /** The body of a request. */
        @Range(min = "1K", max = "16M")
        @WithDefault("256K")
        MemorySize body();

        /** How long the head of a request may take to arrive, and then its body. */
        @Range(min = "100ms", max = "10m")
        @WithDefault("10s")
        Duration bodyTime();

        /** The variables of a request, as JSON. */
        @Range(min = "0", max = "16M")
        @WithDefault("64K")
        MemorySize variables();

        /** {@code first} and {@code last}. */
        @Range(min = "1", max = "1000")
        @WithDefault("100")
        int page();

        /** The ids of {@code nodes}. */
        @Range(min = "1", max = "1000")
        @WithDefault("100")
        int nodes();

        /** How long answering may take. SQL that runs after nine tenths of it is cancelled. */
        @Range(min = "100ms", max = "25s")
        @WithDefault("5s")
        Duration executionTime();

        /** How long its client may take to read the answer. */
        @Range(min = "100ms", max = "10m")
        @WithDefault("60s")
        Duration answerTime();

        /**
         * The memory that all clients together may make grow: answers and documents that are kept, requests that arrive and answers that wait to
         * be read. A third of the heap where it is not set.
         */
        @Range(min = "4M", max = "64G")
        Optional<MemorySize> memory();

        /**
         * Connections that are open at the same time. Where there are more, the oldest that has sent no request yet is closed, or else the one
         * on which nothing has been asked for longest.
         */
        @Range(min = "10", max = "100000")
        @WithDefault("1000")
        int httpConnections();

        /** Connections of one address. A trusted proxy may have as many as all. */
        @Range(min = "2", max = "100000")
        @WithDefault("100")
        int httpConnectionsOfClient();

        /** Requests that are worked on at the same time. */
        @Range(min = "1", max = "10000")
        @WithDefault("128")
        int concurrentRequests();

        /** Requests of one client under way at the same time. */
        @Range(min = "1", max = "10000")
        @WithDefault("16")
        int concurrentRequestsOfClient();

        /** Operations of one client that are worked out at the same time, each on one database connection. */
        @Range(min = "1", max = "998")
        @WithDefault("4")
        int connectionsOfClient();

        /** Requests of one client: so many at once, and from then on as they come back evenly over a minute. */
        @Range(min = "1", max = "1000000000")
        @WithDefault("600")
        int requestsPerMinute();

        /** What the operations of one client cost: so much at once, and from then on as it comes back evenly over a minute. */
        @Range(min = "1", max = "1000000000")
        @WithDefault("90000")
        int costPerMinute();
    }

    /** How clients are told apart. */
    interface Clients {

        /**
         * Addresses or networks ({@code 10.0.0.0/8}) of proxies whose header {@code X-Forwarded-For} is believed. A client is an address
         * that is none of them; of IPv6, its /64 network.
         */
        @Takes(Form.NETWORKS)
        Optional<List<String>> trustedProxies();

        /**
         * Networks each of whose addresses, or /64 networks of IPv6, may have a multiple of what one client may: {@code 10.1.0.0/16=20} for
         * a server that asks for all its users.
         */
        @Takes(Form.FACTORS)
        Optional<List<String>> networks();
    }

    /** What is kept of answers. */
    interface Cache {

        /** How much memory answers take that are kept until the record changes. */
        @Range(min = "0", max = "4G")
        @WithDefault("4M")
        MemorySize responses();

        /** How much text of documents is kept parsed. Parsed, it takes about fifty times as much memory. */
        @Range(min = "0", max = "100M")
        @WithDefault("100K")
        MemorySize documents();

        /** How long others may use an answer to a GET without asking again, even where the record has changed. */
        @Range(min = "0s", max = "365d")
        @WithDefault("0s")
        Duration maxAge();
    }
}

package org.onrecord.graphql.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.onrecord.graphql.fault.Unavailable;
import org.onrecord.graphql.jdbc.Deadline.TimeIsUp;

/**
 * What a fault of the database means, by its SQLSTATE.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL's error codes</a>
 */
public final class DatabaseFault {

    private static final FaultLog LOG = new FaultLog(DatabaseFault.class);

    /** What follows the question mark of a URL may be a password. */
    private static final Pattern PARAMETERS = Pattern.compile("(jdbc:[^\\s?]*)\\?\\S*");

    private static final Pattern LINES = Pattern.compile("\\s*[\\r\\n]+\\s*");

    /** No connection; the server stops, starts, or has crashed. */
    private static final Pattern OUT_OF_REACH = Pattern.compile("08...|57P0[1-4]");

    /**
     * The database, its rights or its schema is at fault and not the statement: no connection (08), no transaction now
     * (40, as on a replica that applies changes), a login (28), a database (3D), a schema (3F), a table (42P01) or a
     * right (42501) that is missing, no resources (53), an operator who intervenes (57P), a fault of the system (58),
     * its configuration (F0) or of PostgreSQL itself (XX).
     */
    private static final Pattern UNAVAILABLE = Pattern.compile("(08|28|3D|3F|40|53|58|F0|XX)...|57P..|42P01|42501");

    private DatabaseFault() {}

    /**
     * What a client is told of a fault that its operation met: that it took too long, that the record cannot be read,
     * which is logged here, or the fault itself where it is none of the database.
     */
    public static Exception told(SQLException fault) {
        if (isCancelled(fault)) {
            return new TimeIsUp();
        }
        if (!isUnavailable(fault)) {
            return fault;
        }
        if (!(fault instanceof OutOfReach)) {
            LOG.tell("The database could not answer", fault);
        }
        return new Unavailable();
    }

    /** Whether the database itself ended a statement, as it took too long. */
    private static boolean isCancelled(SQLException fault) {
        return "57014".equals(fault.getSQLState());
    }

    /** Whether no one can reach the database. */
    public static boolean isOutOfReach(SQLException fault) {
        return fault.getSQLState() != null
                && OUT_OF_REACH.matcher(fault.getSQLState()).matches();
    }

    /** Whether the database cannot answer: neither the request nor the service is at fault. */
    private static boolean isUnavailable(SQLException fault) {
        return fault instanceof NoConnection
                || fault instanceof OutOfReach
                || UNAVAILABLE.matcher(String.valueOf(fault.getSQLState())).matches();
    }

    /** Equal for faults that are told once. */
    static String cause(SQLException fault) {
        if (fault instanceof NoConnection || fault.getSQLState() == null) {
            // Pool, driver and database name the same fault in ways of their own.
            return "no connection";
        }
        return isOutOfReach(fault) ? "out of reach" : fault.getSQLState();
    }

    /**
     * What the database, or the way to it, says of a fault: in one line, without the parameters of a URL, which may be
     * a password.
     */
    public static String reason(Throwable fault) {
        String message = String.valueOf(fault.getMessage()).strip();
        if (fault.getCause() instanceof IOException way) {
            // The driver says no more than that there was one.
            message += " (" + (way.getMessage() == null ? way.getClass().getSimpleName() : way.getMessage()) + ')';
        }
        return LINES.matcher(PARAMETERS.matcher(message).replaceAll("$1")).replaceAll(" ");
    }

    /** Whatever keeps an operation from having a connection is no fault of the operation. */
    static final class NoConnection extends SQLException {
        private static final long serialVersionUID = 1;

        NoConnection(Throwable cause) {
            super(DatabaseFault.reason(cause), cause instanceof SQLException fault ? fault.getSQLState() : null, cause);
        }
    }

    /** Stands for a database that is known to be out of reach: {@link RecordWatch} has told of it. */
    static final class OutOfReach extends SQLException {
        private static final long serialVersionUID = 1;

        OutOfReach() {
            super("The database is out of reach", "08000");
        }

        /** It is told very often while it lasts, and where it was made is of no interest. */
        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}

package org.onrecord.graphql.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Logs faults of the database in one line each, and one cause not more often than every ten seconds, however many
 * requests meet it.
 */
final class FaultLog {

    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** How many causes are remembered, at most: there are not that many states. */
    private static final int MOST_CAUSES = 100;

    private final Logger log;
    private final Map<String, Long> toldAt = new LinkedHashMap<>();

    FaultLog(Class<?> whose) {
        this.log = Logger.getLogger(whose);
    }

    void tell(String message, SQLException fault) {
        if (isDue(DatabaseFault.cause(fault))) {
            log.warnf("%s: %s", message, DatabaseFault.reason(fault));
        }
    }

    private synchronized boolean isDue(String cause) {
        long now = System.nanoTime();
        Long before = toldAt.get(cause);
        if (before != null && now - before < PERIOD.toNanos()) {
            return false;
        }
        if (toldAt.size() >= MOST_CAUSES) {
            toldAt.clear();
        }
        toldAt.put(cause, now);
        return true;
    }
}

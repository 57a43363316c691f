package org.onrecord.graphql.jdbc;

import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.onrecord.graphql.capacity.Processors.Work;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.jdbc.DatabaseFault.NoConnection;
import org.onrecord.graphql.jdbc.DatabaseFault.OutOfReach;

/** The database connections that operations take, and whether there are any to be had. */
@Singleton
public class DatabaseConnections {

    private final AgroalDataSource pool;
    private final RecordWatch watch;
    private final AtomicInteger taken = new AtomicInteger();

    DatabaseConnections(AgroalDataSource pool, RecordWatch watch) {
        this.pool = pool;
        this.watch = watch;
    }

    /**
     * Takes one, which is to be given {@link #giveBack back}.
     *
     * @param work for which it is: the pool would give its connections to who came first
     * @throws SQLException where there is none to be had, at once if the database is known to be out of reach
     */
    public Connection take(Work work) throws SQLException {
        if (watch.isOutOfReach()) {
            throw new OutOfReach();
        }
        try {
            work.beginConnection();
        } catch (Refusal none) {
            throw noConnection(new SQLException("no connection came free in time"));
        }
        taken.incrementAndGet();
        try {
            return pool.getConnection();
        } catch (SQLException | RuntimeException fault) {
            taken.decrementAndGet();
            work.endConnection();
            throw noConnection(fault);
        }
    }

    /** Of an outage that became known meanwhile, the watch has told. */
    private SQLException noConnection(Exception fault) {
        return watch.isOutOfReach() ? new OutOfReach() : new NoConnection(fault);
    }

    /** Gives a connection back that was {@link #take taken}. */
    @SuppressWarnings("EmptyCatch") // a connection that is broken is thrown away by the pool
    public void giveBack(Connection connection, Work work) {
        try (connection) {
            // The pool leaves it as it is, and others may take their time: a migration, a data set that is loaded.
            connection.setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException broken) {
        } finally {
            taken.decrementAndGet();
            work.endConnection();
        }
    }

    /** Whether the database does not answer anyone. */
    public boolean areOutOfReach() {
        return watch.isOutOfReach();
    }

    /** Whether an operation that had its turn would be served. */
    public boolean canServe() {
        return !watch.isOutOfReach()
                && taken.get()
                        < pool.getConfiguration().connectionPoolConfiguration().maxSize();
    }

    /** What is told to a request that is refused for what others hold: where the database is at fault, this is. */
    public Refusal orUnavailable(Refusal tooMany) {
        return canServe() ? tooMany : Refusal.unavailable();
    }
}

package org.onrecord.dataset;

import io.quarkus.arc.All;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Loads data sets into the record. A data set is checked whole and written whole, in one transaction, or not at all. A
 * record whose slug is already there is updated; loading the same data set again changes nothing. What a later version
 * of a data set no longer has stays on record.
 */
@Singleton
public class DataSetImport {

    /** Any constant that nothing else in the database locks: imports wait for each other. */
    private static final long LOCK = 0x0e6ec08d;

    /** In seconds, as good as none: the import waits for others, and that takes the time it takes. */
    private static final int NO_LIMIT = 7 * 24 * 60 * 60;

    /** The data set as a whole has this file; each type of record has one more. */
    private static final String ITSELF = "dataset";

    private final EntityManager entities;
    private final Map<String, NodeFile<?>> types = new HashMap<>();

    DataSetImport(EntityManager entities, @All List<NodeFile<?>> types) {
        this.entities = entities;
        types.forEach(type -> this.types.put(type.name(), type));
    }

    /**
     * Loads the data set in a folder.
     *
     * @throws InvalidDataSet where it has faults; all of them are told
     */
    @Transactional
    @TransactionConfiguration(timeout = NO_LIMIT)
    public DataSet importFolder(Path folder) {
        lock();
        return write(names -> DataSetFiles.inFolder(folder, names));
    }

    /** Loads a data set that the service brings with it, where the record has no data set yet; tells whether it did. */
    @Transactional
    @TransactionConfiguration(timeout = NO_LIMIT)
    public boolean importBundledIfEmpty(String name) {
        lock();
        if (DataSet.count() > 0) {
            return false;
        }
        write(names -> DataSetFiles.bundled(name, names));
        return true;
    }

    private void lock() {
        // Another one may be loading; and that takes the time it takes.
        entities.createNativeQuery("set local statement_timeout = 0").executeUpdate();
        entities.createNativeQuery("select true from pg_advisory_xact_lock(:lock)", Boolean.class)
                .setParameter("lock", LOCK)
                .getSingleResult();
    }

    private DataSet write(Function<List<String>, DataSetFiles> reader) {
        DataSetSchema schema = DataSetSchema.read();
        DataSetFiles files = reader.apply(schema.parts());
        DataSetRecords records = new DataSetRecords(files, typesInOrder(schema.parts()), entities);
        List<DataSetFault> faults = records.check(schema.faults(files));
        if (!faults.isEmpty()) {
            throw new InvalidDataSet(files.name(), faults);
        }
        records.write();
        return write(new Entry(records, ITSELF, "", files.part(ITSELF)));
    }

    private List<NodeFile<?>> typesInOrder(List<String> parts) {
        List<String> names = parts.stream().filter(part -> !part.equals(ITSELF)).toList();
        if (!types.keySet().equals(Set.copyOf(names))) {
            throw new IllegalStateException("The schema has the files " + names + ", the service " + types.keySet());
        }
        return names.stream().<NodeFile<?>>map(types::get).toList();
    }

    private static DataSet write(Entry entry) {
        String slug = entry.text("slug");
        DataSet dataSet = DataSet.<DataSet>find("slug", slug).firstResult();
        boolean isNew = dataSet == null;
        if (isNew) {
            dataSet = new DataSet();
            dataSet.slug = slug;
        }
        dataSet.name = entry.text("name");
        dataSet.description = entry.text("description");
        dataSet.version = entry.text("version");
        dataSet.dataThrough = entry.date("dataThrough");
        dataSet.licence = entry.text("licence");
        dataSet.loadedAt = OffsetDateTime.now(ZoneOffset.UTC);
        if (isNew) {
            dataSet.persist();
        }
        return dataSet;
    }
}

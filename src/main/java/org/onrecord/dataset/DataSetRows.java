package org.onrecord.dataset;

import static org.onrecord.graphql.rows.ColumnReader.DATE;
import static org.onrecord.graphql.rows.ColumnReader.TEXT;
import static org.onrecord.graphql.rows.ColumnReader.TIME;

import jakarta.inject.Singleton;
import org.onrecord.graphql.rows.Rows;

/** How a data set is read. */
@Singleton
class DataSetRows extends Rows<DataSet> {

    /** That which was loaded last comes first. */
    static final String ORDER = "$.loaded_at desc, $.id desc";

    DataSetRows() {
        super("data_set", "$.id", "DataSet");
        value("slug", "$.slug", TEXT, (dataSet, slug) -> dataSet.slug = slug);
        value("name", "$.name", TEXT, (dataSet, name) -> dataSet.name = name);
        value("description", "$.description", TEXT, (dataSet, description) -> dataSet.description = description);
        value("version", "$.version", TEXT, (dataSet, version) -> dataSet.version = version);
        value("dataThrough", "$.data_through", DATE, (dataSet, day) -> dataSet.dataThrough = day);
        value("licence", "$.licence", TEXT, (dataSet, licence) -> dataSet.licence = licence);
        value("loadedAt", "$.loaded_at", TIME, (dataSet, time) -> dataSet.loadedAt = time);
    }

    @Override
    public DataSet create(String discriminator) {
        return new DataSet();
    }
}

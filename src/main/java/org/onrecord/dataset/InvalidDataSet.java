package org.onrecord.dataset;

import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong in a data set. Nothing of it was written. */
public class InvalidDataSet extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<DataSetFault> faults;

    InvalidDataSet(String name, List<DataSetFault> faults) {
        super("The data set " + name + " has " + faults.size() + (faults.size() == 1 ? " fault" : " faults")
                + "; nothing of it was loaded:\n"
                + faults.stream().map(DataSetFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<DataSetFault> faults() {
        return faults;
    }
}

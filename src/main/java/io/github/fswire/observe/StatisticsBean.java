package io.github.fswire.observe;

import io.github.fswire.watch.FileWatcherMXBean;
import io.github.fswire.watch.WatchStatistics;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the statistics anew whenever it is asked. All methods may be called from any thread. */
public record StatisticsBean(Supplier<WatchStatistics> source) implements FileWatcherMXBean {
    @Override
    public String getBackend() {
        return source.get().backend();
    }

    @Override
    public String getBinding() {
        return source.get().binding();
    }

    @Override
    public Map<String, Long> getStatistics() {
        WatchStatistics statistics = source.get();
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (RecordComponent component : WatchStatistics.class.getRecordComponents()) {
            try {
                if (component.getAccessor().invoke(statistics) instanceof Number number) {
                    numbers.put(component.getName(), number.longValue());
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e); // a record's accessors are public and throw nothing
            }
        }
        return numbers;
    }

    @Override
    public double getMissRate() {
        return source.get().missRate();
    }
}

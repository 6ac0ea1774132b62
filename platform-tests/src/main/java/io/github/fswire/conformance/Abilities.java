package io.github.fswire.conformance;

import io.github.fswire.kit.Operation;
import io.github.fswire.kit.Progress;
import io.github.fswire.raw.NativeName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a subject can do, as its author declares it. Immutable. */
public final class Abilities {
    private static final Abilities ALL = new Abilities(Map.of(), Map.of(), Progress.LIMIT);

    private final Map<Ability, String> missing;
    private final Map<Rule, String> exempt;
    private final Duration patience;

    private Abilities(Map<Ability, String> missing, Map<Rule, String> exempt, Duration patience) {
        this.missing = missing;
        this.exempt = exempt;
        this.patience = patience;
    }

    /** It can do everything. */
    public static Abilities all() {
        return ALL;
    }

    /** The same without one ability. The reason stands in the report. */
    public Abilities without(Ability ability, String reason) {
        return new Abilities(with(Ability.class, missing, ability, reason), exempt, patience);
    }

    /** The same without one rule, which the subject is not made for. The reason stands in the report. */
    public Abilities without(Rule rule, String reason) {
        return new Abilities(missing, with(Rule.class, exempt, rule, reason), patience);
    }

    /**
     * The same with another limit of patience: a test that waits for something gives up when nothing at all has gone on in the
     * process for so long. 60 s by default; a subject that polls less often needs more.
     */
    public Abilities withPatience(Duration limit) {
        return new Abilities(missing, exempt, Objects.requireNonNull(limit, "limit"));
    }

    /** Why a test is not to be run, or null. */
    @Nullable
    String whyNot(Proves test) {
        String reason = exempt.get(test.value());
        for (Ability ability : test.needs()) {
            reason = reason == null ? missing.get(ability) : reason;
        }
        return reason;
    }

    /** Whether the subject has an ability. */
    boolean has(Ability ability) {
        return !missing.containsKey(ability);
    }

    /** What an operation needs that the subject cannot do, with the reason, or null. */
    @Nullable
    String whyNot(Operation operation) {
        Ability needed =
                switch (operation.verb()) {
                    case LN -> Ability.HARD_LINKS;
                    case LNS -> Ability.SYMLINKS;
                    case SOCKET -> Ability.SOCKETS;
                    case TOUCH_BACK -> Ability.TIMES;
                    default -> null;
                };
        if (needed != null && !has(needed)) {
            return missing.get(needed);
        }
        for (NativeName path : operation.paths()) {
            if (!path.isUtf8() && !has(Ability.RAW_NAMES)) {
                return missing.get(Ability.RAW_NAMES);
            }
            if (path.length() == 0 && !has(Ability.ROOT_RETURNS)) {
                return missing.get(Ability.ROOT_RETURNS);
            }
        }
        return null;
    }

    /** Those of some operations for which it can do what they need. */
    List<Operation> possible(List<Operation> operations) {
        return operations.stream()
                .filter(operation -> whyNot(operation) == null)
                .toList();
    }

    /** The limit of patience. */
    Duration patience() {
        return patience;
    }

    private static <K extends Enum<K>> Map<K, String> with(Class<K> type, Map<K, String> map, K key, String reason) {
        Map<K, String> copy = new EnumMap<>(type);
        copy.putAll(map);
        copy.put(key, Objects.requireNonNull(reason, "reason"));
        return copy;
    }
}

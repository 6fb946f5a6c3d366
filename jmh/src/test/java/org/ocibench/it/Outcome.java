package org.ocibench.it;

import java.util.List;
import java.util.Set;

/**
 * What became of a campaign that was ended at one moment.
 *
 * @param phase   what the campaign was doing
 * @param exit    its exit code
 * @param begun   starts that the witness saw begin, probes not counted
 * @param logged  operations in the log, those of other arms too
 * @param lost    starts that were complete and are not in the log
 * @param values  values in jmh.json, -1 where there is none
 * @param before  what was left at its end
 * @param cleaner what cleaned then, empty if nothing had to
 * @param after   what is left now
 * @param wrong   what is not as it should be
 */
record Outcome(Death death, String phase, int exit, long begun, long logged, long lost, int values, Set<String> before,
        String cleaner, Set<String> after, List<String> wrong) {

    boolean isGreen() {
        return wrong.isEmpty();
    }

    /** In one line. */
    String told() {
        return "%s, %s: exit %d, %d begun, %d in the log, %d lost, %s, left %d%s%s".formatted(death.label(), phase, exit, begun,
                logged, lost, values < 0 ? "no jmh.json yet" : values + " in jmh.json", before.size(),
                cleaner.isEmpty() ? "" : ", after " + cleaner + " " + after.size(), isGreen() ? "" : "; WRONG: " + wrong);
    }
}

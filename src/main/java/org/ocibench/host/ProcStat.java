package org.ocibench.host;

/**
 * The fields of {@code /proc/pid/stat} that tell processes apart, say who started them, and what they used.
 *
 * @param ticks       user and system time in clock ticks
 * @param waitedTicks that of the descendants that it waited for
 */
record ProcStat(long pid, String name, char state, long parent, long session, long terminal, long ticks, long waitedTicks,
        long start) {

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;
    private static final int START = 19;

    /** Null if the text is not a whole stat line. */
    static ProcStat parse(String text) {
        // A process chooses its own name: it may hold blanks and brackets, so only the last bracket ends it.
        int open = text == null ? -1 : text.indexOf('(');
        int close = text == null ? -1 : text.lastIndexOf(')');
        if (open < 1 || close < open || close + 2 > text.length()) {
            return null;
        }
        String[] fields = text.substring(close + 2).trim().split(" ");
        try {
            return fields.length <= START ? null : new ProcStat(Long.parseLong(text.substring(0, open).trim()),
                    text.substring(open + 1, close), fields[0].charAt(0), Long.parseLong(fields[1]),
                    Long.parseLong(fields[3]), Long.parseLong(fields[4]),
                    Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]),
                    Long.parseLong(fields[CUTIME]) + Long.parseLong(fields[CSTIME]), Long.parseLong(fields[START]));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    ProcessKey key() {
        return new ProcessKey(pid, start);
    }

    boolean isDead() {
        return state == 'Z' || state == 'X';
    }
}

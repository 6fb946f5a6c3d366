package org.ocibench.compare;

import java.util.regex.Pattern;

/** Tells the kernel's own threads from those of processes. */
final class KernelThreads {

    /** The function in which every thread made by {@code kthread_create} lives: it stands in its stack wherever it sleeps. */
    static final String ENTRY = "kthread";

    /** For those that did not leave their CPU while the trace ran: a process can have such a name only if it wants to. */
    private static final Pattern NAMES = Pattern.compile("(kworker|ksoftirqd|migration|cpuhp|rcu[a-z]*|jbd2|irq|kswapd\\d*|xfsaild)/.*"
            + "|rcu_\\w+|kthreadd|kcompactd\\d+|oom_reaper|khugepaged|kauditd");

    private KernelThreads() {
    }

    static boolean isName(String name) {
        return NAMES.matcher(name).matches();
    }
}

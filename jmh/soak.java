import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.distribution.TDistribution;
import org.ocibench.campaign.OperationLog;
import org.ocibench.campaign.OperationRow;
import org.ocibench.compare.ErrorRate;
import org.ocibench.compare.Interval;
import org.ocibench.compare.OrderStatistics;
import org.ocibench.engine.Arm;
import org.ocibench.engine.FailureClass;
import org.ocibench.engine.OperationKind;
import org.ocibench.host.Campaigns;

/**
 * The part of soak.sh that plans campaigns, looks at them from outside while they run, and reports. Run from source with the
 * benchmarks' jar as class path.
 */
final class Soak {

    static final Path ROOT = Path.of("/");
    static final String TOKEN_HEAD = "ocib-";
    static final String SAMPLES = "samples.csv";
    static final String CHECKS = "checks.csv";
    static final String CAMPAIGNS = "campaigns";

    private Soak() {
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 4 && args[0].equals("plan")) {
            System.out.println(Plan.of(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3])));
        } else if (args.length == 4 && args[0].equals("watch")) {
            System.exit(new Watch(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3])).run());
        } else if (args.length == 4 && args[0].equals("report")) {
            System.exit(new Report(Path.of(args[1]), Integer.parseInt(args[2])).write(Path.of(args[3])) ? 0 : 1);
        } else {
            throw new IllegalArgumentException("usage: plan OUT STARTS MINUTES | watch OUT NUMBER MINUTES | report OUT STARTS ENVIRONMENT");
        }
    }

    // ---- the logs ----------------------------------------------------------------------------------

    /** One campaign's folder with its log, finished or not. */
    record Kept(Path folder, List<OperationRow> rows) {

        /** All below a folder, oldest first. One that never came to its log is none. */
        static List<Kept> all(Path out) throws IOException {
            List<Kept> all = new ArrayList<>();
            if (Files.isDirectory(out.resolve(CAMPAIGNS))) {
                List<Path> folders;
                try (Stream<Path> tree = Files.walk(out.resolve(CAMPAIGNS), 3)) {
                    folders = tree.filter(Kept::hasLog).sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
                }
                for (Path folder : folders) {
                    // What was found between starts is no start, and no failure of one.
                    all.add(new Kept(folder, OperationLog.read(folder).stream().filter(OperationRow::isStart).toList()));
                }
            }
            return all;
        }

        private static boolean hasLog(Path folder) {
            return Files.exists(folder.resolve(OperationLog.OPEN_NAME)) || Files.exists(folder.resolve(OperationLog.CLOSED_NAME));
        }

        /** Only containers count; the controls start none. */
        List<OperationRow> containers() {
            return rows.stream().filter(Soak::isContainer).toList();
        }

        String token() {
            return TOKEN_HEAD + folder.getFileName().toString().replaceFirst(".*-", "");
        }

        double seconds() {
            return rows.isEmpty() ? 0 : (last() - rows.get(0).startMicros()) / 1e6;
        }

        private double last() {
            OperationRow last = rows.get(rows.size() - 1);
            return last.startMicros() + last.wallNanos() / 1e3;
        }
    }

    static boolean isContainer(OperationRow row) {
        return !Arm.ofKey(row.arm()).isControl();
    }

    // ---- how large the next campaign is ------------------------------------------------------------

    /** What soak.sh reads: starts so far, number of the next campaign, its -f and -i. */
    record Plan(int starts, int number, int blocks, int timed) {

        private static final int MINUTES_PER_BLOCK = 4;
        private static final int MOST_BLOCKS = 6;
        /**
         * After each block the scheduler writes its results, and takes memory for it. With so many the first time lies before the
         * quarter with which the last one is compared; a campaign too short for them has one.
         */
        private static final int LEAST_BLOCKS = 5;
        private static final int MINUTES_FOR_BLOCKS = 8;
        /** The bench's defaults: a turn is one lead-in and four timed starts. */
        private static final int TIMED_PER_TURN = 4;
        private static final int TURN = TIMED_PER_TURN + 1;
        /** The first campaign only finds out how long a start takes on the average of all arms. */
        private static final int FIRST_TIMED = 12;
        /** Fewer starts say too little about the rest. */
        private static final int LEAST_STARTS = 10;
        /** A few starts are lost to rounding and parked arms; another campaign for them would be a waste. */
        private static final double MARGIN = 1.02;

        static Plan of(Path out, int wanted, int minutes) throws IOException {
            List<Kept> all = Kept.all(out);
            int starts = all.stream().mapToInt(kept -> kept.containers().size()).sum();
            int number = number(out, all.size());
            Kept measure = null;
            for (Kept kept : all) {
                measure = kept.containers().size() >= LEAST_STARTS ? kept : measure;
            }
            if (measure == null) {
                return new Plan(starts, number, 1, FIRST_TIMED);
            }
            List<OperationRow> containers = measure.containers();
            int lastBlock = containers.get(containers.size() - 1).block();
            long arms = containers.stream().filter(row -> row.block() == lastBlock).map(OperationRow::arm).distinct().count();
            int perCampaign = (int) (minutes * 60 / (measure.seconds() / containers.size()));
            int left = wanted - starts;
            int campaigns = Math.max(1, (int) Math.ceil((double) left / perCampaign));
            double share = Math.min(perCampaign, MARGIN * left / campaigns);
            int blocks = minutes < MINUTES_FOR_BLOCKS ? 1
                    : Math.max(LEAST_BLOCKS, Math.min(MOST_BLOCKS, Math.round((float) minutes / MINUTES_PER_BLOCK)));
            int turns = (int) Math.max(1, Math.ceil(share / (blocks * arms * TURN)));
            return new Plan(starts, number, blocks, turns * TIMED_PER_TURN);
        }

        private static int number(Path out, int known) throws IOException {
            int highest = known;
            for (Sample sample : Sample.read(out.resolve(SAMPLES))) {
                highest = Math.max(highest, sample.campaign());
            }
            return highest + 1;
        }

        @Override
        public String toString() {
            return starts + " " + number + " " + blocks + " " + timed;
        }
    }

    // ---- samples -----------------------------------------------------------------------------------

    /** When a sample was taken. */
    enum Phase {
        /** Before the campaign was begun. */
        BEFORE,
        RUN,
        /** When it was gone. */
        AFTER;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whose quantity it is, and so over what it must be flat. */
    enum Of {
        /** One process that lives as long as its campaign. */
        CAMPAIGN,
        /** The forks, which live for one block: their mean. */
        FORKS,
        HOST
    }

    /** What is sampled; the columns of samples.csv after the first six. */
    enum Quantity {
        SCHEDULER_RSS("scheduler, resident", "KiB", Of.CAMPAIGN),
        SCHEDULER_ANON("scheduler, resident without files", "KiB", Of.CAMPAIGN),
        SCHEDULER_PSS("scheduler, Pss", "KiB", Of.CAMPAIGN),
        SCHEDULER_FDS("scheduler, descriptors", "", Of.CAMPAIGN),
        SCHEDULER_THREADS("scheduler, threads", "", Of.CAMPAIGN),
        FORKS("forks", "", Of.HOST),
        FORKS_RSS("forks, resident, sum", "KiB", Of.FORKS),
        FORKS_ANON("forks, resident without files, sum", "KiB", Of.FORKS),
        FORKS_FDS("forks, descriptors, sum", "", Of.FORKS),
        FORKS_THREADS("forks, threads, sum", "", Of.FORKS),
        CONTAINERD_RSS("containerd, resident", "KiB", Of.CAMPAIGN),
        CONTAINERD_ANON("containerd, resident without files", "KiB", Of.CAMPAIGN),
        CONTAINERD_PSS("containerd, Pss", "KiB", Of.CAMPAIGN),
        CONTAINERD_FDS("containerd, descriptors", "", Of.CAMPAIGN),
        CONTAINERD_THREADS("containerd, threads", "", Of.CAMPAIGN),
        SHIMS("shims alive", "", Of.CAMPAIGN),
        PROCESSES("host, processes without zombies", "", Of.HOST),
        ZOMBIES("host, zombies of others than process 1", "", Of.HOST),
        ORPHAN_ZOMBIES("host, zombies of process 1", "", Of.HOST),
        WORLD_MOUNTS("mounts in the bench's namespace", "", Of.CAMPAIGN),
        HOST_MOUNTS("mounts in the host's namespace", "", Of.HOST),
        CGROUPS("cgroups below ocibench", "", Of.CAMPAIGN),
        ALL_CGROUPS("cgroups of the host", "", Of.HOST),
        DYING_CGROUPS("cgroups, removed but kept by the kernel", "", Of.HOST),
        NETNS("network namespaces with a process", "", Of.HOST),
        MNTNS("mount namespaces with a process", "", Of.HOST),
        RUN_ENTRIES("entries below /run/ocibench", "", Of.CAMPAIGN),
        LIB_ENTRIES("entries below /var/lib/ocibench without transcripts", "", Of.CAMPAIGN),
        CONTAINERD_ROOT("containerd's root without its log", "KiB", Of.CAMPAIGN),
        CONTAINERD_LOG("containerd's log", "KiB", Of.CAMPAIGN),
        DISK_FREE("free disk below /var/lib", "MiB", Of.HOST),
        MEM_AVAILABLE("MemAvailable", "MiB", Of.HOST),
        SLAB("unreclaimable slab", "MiB", Of.HOST),
        SAMPLER_CPU("CPU time of the sample", "ms", Of.HOST);

        private final String title;
        private final String unit;
        private final Of of;

        Quantity(String title, String unit, Of of) {
            this.title = title;
            this.unit = unit;
            this.of = of;
        }

        String title() {
            return title + (unit.isEmpty() ? "" : ", " + unit);
        }

        String column() {
            return name().toLowerCase(Locale.ROOT) + (unit.isEmpty() ? "" : "_" + unit.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * One line of samples.csv.
     *
     * @param campaign number of the campaign in this soak, from 1
     * @param token    its token, empty before it has one
     * @param block    block that runs, 0 before the first and after the last
     * @param starts   container starts of the campaign so far
     * @param values   quantities that could be read
     */
    record Sample(Instant at, int campaign, String token, Phase phase, int block, int starts, Map<Quantity, Double> values) {

        private static final int FIXED = 6;

        static String header() {
            return "time,campaign,token,phase,block,starts," + Arrays.stream(Quantity.values()).map(Quantity::column)
                    .collect(Collectors.joining(","));
        }

        String line() {
            return text("%s,%d,%s,%s,%d,%d,", at, campaign, token, phase.label(), block, starts)
                    + Arrays.stream(Quantity.values()).map(q -> values.containsKey(q) ? number(values.get(q)) : "")
                            .collect(Collectors.joining(","));
        }

        /** All lines of a file, none if there is no such file; a last line that was cut off is passed over. */
        static List<Sample> read(Path file) throws IOException {
            List<Sample> samples = new ArrayList<>();
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of(header());
            if (!lines.get(0).equals(header())) {
                throw new IOException(file + " is of another version of soak.sh: name another folder with --out DIR");
            }
            for (String line : lines.subList(1, lines.size())) {
                String[] field = line.split(",", -1);
                if (field.length == FIXED + Quantity.values().length) {
                    Map<Quantity, Double> values = new HashMap<>();
                    for (Quantity quantity : Quantity.values()) {
                        String value = field[FIXED + quantity.ordinal()];
                        if (!value.isEmpty()) {
                            values.put(quantity, Double.valueOf(value));
                        }
                    }
                    samples.add(new Sample(Instant.parse(field[0]), Integer.parseInt(field[1]), field[2],
                            Phase.valueOf(field[3].toUpperCase(Locale.ROOT)), Integer.parseInt(field[4]), Integer.parseInt(field[5]), values));
                }
            }
            return samples;
        }

        /** The value as it is judged: of forks the mean. */
        OptionalDouble value(Quantity quantity) {
            Double value = values.get(quantity);
            if (value == null) {
                return OptionalDouble.empty();
            }
            if (quantity.of != Of.FORKS) {
                return OptionalDouble.of(value);
            }
            double forks = values.getOrDefault(Quantity.FORKS, 0.0);
            return forks == 0 ? OptionalDouble.empty() : OptionalDouble.of(value / forks);
        }
    }

    // ---- looking from outside ----------------------------------------------------------------------

    /** A process as one look at /proc shows it. */
    record Seen(long pid, long parent, char state, long start) {
    }

    /** Reads /proc and what else shows from outside. A file that is gone reads as empty. */
    static final class Host {

        private static final int STAT_STATE = 0;
        private static final int STAT_PARENT = 1;
        private static final int STAT_START = 19;
        private static final double MIB = 1 << 20;

        private final byte[] buffer = new byte[1 << 16];

        String read(String file) {
            try (FileInputStream in = new FileInputStream(file)) {
                StringBuilder text = new StringBuilder();
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
                return text.toString();
            } catch (IOException gone) {
                return "";
            }
        }

        static String link(String file) {
            try {
                return Files.readSymbolicLink(Path.of(file)).toString();
            } catch (IOException gone) {
                return "";
            }
        }

        static int count(String folder) {
            String[] names = new File(folder).list();
            return names == null ? 0 : names.length;
        }

        Map<Long, Seen> processes() {
            Map<Long, Seen> processes = new TreeMap<>();
            String[] names = new File("/proc").list();
            for (String name : names == null ? new String[0] : names) {
                String stat = Character.isDigit(name.charAt(0)) ? read("/proc/" + name + "/stat") : "";
                if (!stat.isEmpty()) {
                    String[] field = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    long pid = Long.parseLong(name);
                    processes.put(pid, new Seen(pid, Long.parseLong(field[STAT_PARENT]), field[STAT_STATE].charAt(0),
                            Long.parseLong(field[STAT_START])));
                }
            }
            return processes;
        }

        String commandLine(long pid) {
            return read("/proc/" + pid + "/cmdline").replace('\0', ' ').strip();
        }

        static OptionalDouble field(String text, String name) {
            for (String line : text.split("\n")) {
                if (line.startsWith(name + ":")) {
                    return OptionalDouble.of(Double.parseDouble(line.substring(name.length() + 1).strip().split("\\s+")[0]));
                }
            }
            return OptionalDouble.empty();
        }

        /** Mount points of all cgroup hierarchies, and which of them has the memory controller. */
        Map<Path, String> hierarchies() {
            Map<Path, String> hierarchies = new LinkedHashMap<>();
            for (String line : read("/proc/self/mountinfo").split("\n")) {
                String[] halves = line.split(" - ");
                if (halves.length == 2 && halves[1].matches("cgroup2? .*")) {
                    hierarchies.putIfAbsent(Path.of(halves[0].split(" ")[4]), halves[1]);
                }
            }
            return hierarchies;
        }

        /** Folders below one, itself not counted. */
        static int folders(Path folder) {
            int[] count = {-1};
            walk(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    count[0]++;
                    return FileVisitResult.CONTINUE;
                }
            });
            return Math.max(0, count[0]);
        }

        static void walk(Path folder, SimpleFileVisitor<Path> visitor) {
            try {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    Files.walkFileTree(folder, new Lenient(visitor));
                }
            } catch (IOException gone) {
                return;
            }
        }

        void host(Map<Long, Seen> processes, Map<Quantity, Double> values) {
            Set<String> networks = new HashSet<>();
            Set<String> mounts = new HashSet<>();
            int zombies = 0;
            int orphans = 0;
            for (Seen seen : processes.values()) {
                if (seen.state() == 'Z') {
                    zombies += seen.parent() == 1 ? 0 : 1;
                    orphans += seen.parent() == 1 ? 1 : 0;
                } else {
                    networks.add(link("/proc/" + seen.pid() + "/ns/net"));
                    mounts.add(link("/proc/" + seen.pid() + "/ns/mnt"));
                }
            }
            networks.remove("");
            mounts.remove("");
            values.put(Quantity.PROCESSES, (double) processes.size() - zombies - orphans);
            values.put(Quantity.ZOMBIES, (double) zombies);
            values.put(Quantity.ORPHAN_ZOMBIES, (double) orphans);
            values.put(Quantity.NETNS, (double) networks.size());
            values.put(Quantity.MNTNS, (double) mounts.size());
            values.put(Quantity.HOST_MOUNTS, (double) read("/proc/self/mountinfo").lines().count());
            cgroups(values);
            values.put(Quantity.DISK_FREE, new File("/var/lib").getUsableSpace() / MIB);
            String memory = read("/proc/meminfo");
            field(memory, "MemAvailable").ifPresent(kib -> values.put(Quantity.MEM_AVAILABLE, kib / 1024));
            field(memory, "SUnreclaim").ifPresent(kib -> values.put(Quantity.SLAB, kib / 1024));
        }

        private void cgroups(Map<Quantity, Double> values) {
            int ours = 0;
            int all = 0;
            double dying = 0;
            for (Map.Entry<Path, String> hierarchy : hierarchies().entrySet()) {
                int here = folders(hierarchy.getKey());
                all += here;
                ours += folders(hierarchy.getKey().resolve("ocibench"));
                if (hierarchy.getValue().startsWith("cgroup2 ")) {
                    dying += field(read(hierarchy.getKey() + "/cgroup.stat").replace(' ', ':'), "nr_dying_descendants").orElse(0);
                } else if (Arrays.asList(hierarchy.getValue().split("[ ,]")).contains("memory")) {
                    // A removed memory cgroup stays as long as a page is charged to it; the root is in the count.
                    dying += read("/proc/cgroups").lines().filter(line -> line.startsWith("memory\t"))
                            .mapToDouble(line -> Double.parseDouble(line.split("\t")[2]) - 1 - here).findFirst().orElse(0);
                }
            }
            values.put(Quantity.CGROUPS, (double) ours);
            values.put(Quantity.ALL_CGROUPS, (double) all);
            values.put(Quantity.DYING_CGROUPS, Math.max(0, dying));
        }
    }

    /** Goes on where an entry vanishes while it is looked at. */
    static final class Lenient extends SimpleFileVisitor<Path> {
        private final SimpleFileVisitor<Path> inner;

        Lenient(SimpleFileVisitor<Path> inner) {
            this.inner = inner;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
            return inner.preVisitDirectory(dir, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            return inner.visitFile(file, attributes);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path dir, IOException gone) {
            return FileVisitResult.CONTINUE;
        }
    }

    /** Counts the container starts in a log that grows, reading only what is new. */
    static final class Tail {

        private static final int KIND_FIELD = 4;
        private static final int ARM_FIELD = 6;
        private static final String CHECK = OperationKind.CHECK.name().toLowerCase(Locale.ROOT);

        private final Path folder;
        private long position;
        private int starts;
        private int block;
        private boolean header;

        Tail(Path folder) {
            this.folder = folder;
        }

        void follow() {
            try (RandomAccessFile file = new RandomAccessFile(folder.resolve(OperationLog.OPEN_NAME).toFile(), "r")) {
                file.seek(position);
                byte[] bytes = new byte[(int) (file.length() - position)];
                file.readFully(bytes);
                int end = bytes.length;
                while (end > 0 && bytes[end - 1] != '\n') {
                    end--;
                }
                position += end;
                for (String line : new String(bytes, 0, end, StandardCharsets.UTF_8).split("\n")) {
                    String[] field = line.split(",", -1);
                    if (!header || field.length <= ARM_FIELD) {
                        header = true;
                        continue;
                    }
                    block = Integer.parseInt(field[0]);
                    starts += field[KIND_FIELD].equals(CHECK) || Arm.ofKey(field[ARM_FIELD]).isControl() ? 0 : 1;
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Watches one campaign: before it, while it runs, and what it leaves. */
    static final class Watch {

        private static final long SHORTEST_MILLIS = 1000;
        private static final long LONGEST_MILLIS = 10_000;
        private static final long GLANCE_MILLIS = 200;
        /** So many samples make a campaign of any length judgeable. */
        private static final int SAMPLES_PER_CAMPAIGN = 120;
        private static final Duration BUSY = Duration.ofMinutes(10);
        private static final Duration ABANDONED = Duration.ofSeconds(5);
        private static final Duration SETTLE = Duration.ofSeconds(30);
        private static final Duration TOLD_EVERY = Duration.ofMinutes(1);
        private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";

        private final Path out;
        private final int number;
        private final long intervalMillis;
        private final Host host = new Host();
        private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
        private volatile boolean hurry;
        private final Map<Quantity, Double> before = new HashMap<>();
        private long scheduler;
        private Tail tail;
        private String token = "";

        Watch(Path out, int number, int minutes) {
            this.out = out;
            this.number = number;
            intervalMillis = Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, minutes * 60_000L / SAMPLES_PER_CAMPAIGN));
        }

        /** Says "ready", reads the number of the campaign's process, and follows it to its end. The end of the input says: hurry. */
        int run() throws IOException, InterruptedException {
            Thread listener = new Thread(this::listen, "listener");
            listener.setDaemon(true);
            listener.start();
            if (!hostIsFree(BUSY)) {
                System.err.println(hurry ? "told to end" : "another campaign held the host for " + BUSY.toMinutes() + " minutes: run this again when it is free");
                return 69;
            }
            sampleOf(Phase.BEFORE, Map.of(), before);
            long born = host.processes().get(ProcessHandle.current().pid()).start();
            System.out.println("ready");
            String order = orders.take();
            if (order.isEmpty()) {
                return 0;
            }
            long campaign = Long.parseLong(order);
            long next = System.nanoTime();
            long told = next;
            // The first sample falls into the set-up, and finds the classes of the later ones loaded.
            while (ProcessHandle.of(campaign).map(ProcessHandle::isAlive).orElse(false)) {
                Map<Quantity, Double> values = sample(campaign);
                if (System.nanoTime() - told > TOLD_EVERY.toNanos() && values != null) {
                    told = System.nanoTime();
                    System.err.printf(Locale.ROOT, "campaign %d: block %d, %d container starts; scheduler %.0f MiB, containerd %.0f MiB%n",
                            number, tail.block, tail.starts, values.getOrDefault(Quantity.SCHEDULER_RSS, 0.0) / 1024,
                            values.getOrDefault(Quantity.CONTAINERD_RSS, 0.0) / 1024);
                }
                next += intervalMillis * 1_000_000;
                while (System.nanoTime() < next && ProcessHandle.of(campaign).map(ProcessHandle::isAlive).orElse(false)) {
                    Thread.sleep(Math.max(1, Math.min(GLANCE_MILLIS, (next - System.nanoTime()) / 1_000_000)));
                    // A short campaign must not come and go between two samples.
                    if (token.isEmpty()) {
                        find(campaign);
                    }
                }
            }
            if (!token.isEmpty()) {
                new Aftermath(born).check();
            }
            return 0;
        }

        /** Hears soak.sh; an empty order is the end of its input, and means that nothing is to be waited for any more. */
        private void listen() {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                in.lines().forEach(orders::add);
            } catch (IOException | UncheckedIOException broken) {
                System.err.println("soak.sh is not heard any more: " + broken.getMessage());
            }
            hurry = true;
            orders.add("");
        }

        private Map<Quantity, Double> sample(long campaign) throws IOException {
            Map<Long, Seen> processes = host.processes();
            if (token.isEmpty()) {
                find(campaign);
            }
            if (tail != null) {
                tail.follow();
            } else if (!token.isEmpty()) {
                folder().ifPresent(folder -> tail = new Tail(folder));
            }
            if (scheduler == 0 || !processes.containsKey(scheduler) || tail == null) {
                return null;
            }
            Map<Quantity, Double> values = new HashMap<>();
            sampleOf(Phase.RUN, processes, values);
            return values;
        }

        // The campaign is the process itself, or a child of what limits its time.
        private void find(long campaign) throws IOException {
            Path state = Path.of("/run/ocibench");
            if (!Files.isDirectory(state)) {
                return;
            }
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(state, TOKEN_HEAD + "*")) {
                for (Path folder : folders) {
                    JsonNode owner = new ObjectMapper().readTree(host.read(folder + "/owner.json"));
                    long pid = owner.path("pid").asLong();
                    if (pid == campaign || ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).orElse(0L) == campaign) {
                        scheduler = pid;
                        token = owner.path("token").asText();
                    }
                }
            }
        }

        private Optional<Path> folder() throws IOException {
            String suffix = token.substring(TOKEN_HEAD.length());
            if (!Files.isDirectory(out.resolve(CAMPAIGNS))) {
                return Optional.empty();
            }
            try (Stream<Path> tree = Files.walk(out.resolve(CAMPAIGNS), 3)) {
                return tree.filter(path -> path.getFileName().toString().endsWith("-" + suffix)).findFirst();
            }
        }

        private void sampleOf(Phase phase, Map<Long, Seen> known, Map<Quantity, Double> values) throws IOException {
            long cpu = cpuNanos();
            Map<Long, Seen> processes = known.isEmpty() ? host.processes() : known;
            host.host(processes, values);
            if (phase == Phase.RUN) {
                ofBench(processes, values);
            }
            values.put(Quantity.SAMPLER_CPU, (cpuNanos() - cpu) / 1e6);
            append(SAMPLES, Sample.header(), new Sample(Instant.now().truncatedTo(ChronoUnit.MILLIS), number, token, phase,
                    tail == null || phase != Phase.RUN ? 0 : tail.block, tail == null ? 0 : tail.starts, values).line());
        }

        private static long cpuNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        private void ofBench(Map<Long, Seen> processes, Map<Quantity, Double> values) {
            process(scheduler, "SCHEDULER", values);
            pss(scheduler, Quantity.SCHEDULER_PSS, values);
            int forks = 0;
            int shims = 0;
            for (Seen seen : processes.values()) {
                if (seen.parent() == scheduler && seen.state() != 'Z') {
                    String line = host.commandLine(seen.pid());
                    if (line.contains(FORK)) {
                        forks++;
                        process(seen.pid(), "FORKS", values);
                    } else if (line.contains("containerd ") && line.contains("--config")) {
                        process(seen.pid(), "CONTAINERD", values);
                        pss(seen.pid(), Quantity.CONTAINERD_PSS, values);
                    }
                } else if (seen.parent() == 1 || seen.parent() != scheduler && seen.pid() > scheduler) {
                    shims += host.commandLine(seen.pid()).matches(".*containerd-shim.*" + token + ".*") ? 1 : 0;
                }
            }
            values.put(Quantity.FORKS, (double) forks);
            values.put(Quantity.SHIMS, (double) shims);
            values.put(Quantity.WORLD_MOUNTS, (double) host.read("/proc/" + scheduler + "/mountinfo").lines().count());
            String world = "/proc/" + scheduler + "/root";
            values.put(Quantity.RUN_ENTRIES, (double) entries(Path.of(world + "/run/ocibench"), null, null));
            values.put(Quantity.LIB_ENTRIES, (double) entries(Path.of(world + "/var/lib/ocibench"),
                    Path.of(world + "/var/lib/ocibench/" + token + "/containerd"), values));
        }

        private void process(long pid, String whose, Map<Quantity, Double> values) {
            String status = host.read("/proc/" + pid + "/status");
            Host.field(status, "VmRSS").ifPresent(kib -> values.merge(Quantity.valueOf(whose + "_RSS"), kib, Double::sum));
            Host.field(status, "RssAnon").ifPresent(kib -> values.merge(Quantity.valueOf(whose + "_ANON"), kib, Double::sum));
            Host.field(status, "Threads").ifPresent(n -> values.merge(Quantity.valueOf(whose + "_THREADS"), n, Double::sum));
            values.merge(Quantity.valueOf(whose + "_FDS"), (double) Host.count("/proc/" + pid + "/fd"), Double::sum);
        }

        private void pss(long pid, Quantity quantity, Map<Quantity, Double> values) {
            Host.field(host.read("/proc/" + pid + "/smaps_rollup"), "Pss").ifPresent(kib -> values.put(quantity, kib));
        }

        /** Entries below a folder; of containerd's root among it also how much it takes on disk. */
        private static int entries(Path folder, Path containerd, Map<Quantity, Double> values) {
            int[] count = {0};
            long[] bytes = {0, 0};
            Host.walk(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    // What JMH said of each fork is kept until the campaign ends: a file per arm and block.
                    if (dir.getFileName().toString().equals("transcripts")) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    count[0]++;
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    count[0]++;
                    if (containerd != null && file.startsWith(containerd)) {
                        bytes[file.getFileName().toString().equals("containerd.log") ? 1 : 0] += attributes.size();
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            if (containerd != null && Files.isDirectory(containerd)) {
                values.put(Quantity.CONTAINERD_ROOT, bytes[0] / 1024.0);
                values.put(Quantity.CONTAINERD_LOG, bytes[1] / 1024.0);
            }
            return Math.max(0, count[0] - 1);
        }

        /** Waits until no campaign lives, and says so. */
        private boolean hostIsFree(Duration patience) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + patience.toNanos();
            long abandoned = System.nanoTime() + ABANDONED.toNanos();
            boolean said = false;
            Set<String> living = Campaigns.living(ROOT);
            // What a killed one left may go soon; the next campaign removes it if nobody else does.
            while (System.nanoTime() < deadline && !hurry && (!living.isEmpty() || System.nanoTime() < abandoned && !Campaigns.all(ROOT).isEmpty())) {
                abandoned = living.isEmpty() ? abandoned : System.nanoTime() + ABANDONED.toNanos();
                if (!said && !living.isEmpty()) {
                    System.err.println("campaign " + String.join(", ", living) + " is running on this host; waiting for its end, for up to "
                            + patience.toMinutes() + " minutes");
                    said = true;
                }
                Thread.sleep(500);
                living = Campaigns.living(ROOT);
            }
            return living.isEmpty();
        }

        private void append(String name, String header, String line) throws IOException {
            Path file = out.resolve(name);
            String text = Files.exists(file) ? line + "\n" : header + "\n" + line + "\n";
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        /** What is left when the campaign is gone. */
        private final class Aftermath {

            private static final List<String> PLACES = List.of("/run", "/var/lib", "/tmp", "/dev/shm", "/var/log", "/var/cache");
            private static final int DEPTH = 3;

            private final long born;

            Aftermath(long born) {
                this.born = born;
            }

            void check() throws IOException, InterruptedException {
                // A killed process is gone only when its parent has waited for it.
                long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
                Set<String> leftovers = leftovers();
                while (!leftovers.isEmpty() && System.nanoTime() < deadline) {
                    Thread.sleep(200);
                    leftovers = leftovers();
                }
                for (String leftover : leftovers) {
                    check(new Check(number, token, "leftover", leftover, "0", "1"));
                }
                check(new Check(number, token, "leftovers", "", "0", Integer.toString(leftovers.size())));
                Map<Quantity, Double> after = new HashMap<>();
                boolean free = hostIsFree(hurry ? Duration.ZERO : BUSY);
                deadline = System.nanoTime() + SETTLE.toNanos();
                do {
                    after.clear();
                    host.host(host.processes(), after);
                    if (!isBack(after)) {
                        Thread.sleep(500);
                    }
                } while (free && !hurry && !isBack(after) && System.nanoTime() < deadline);
                for (Quantity quantity : Quantity.values()) {
                    if (after.containsKey(quantity)) {
                        check(new Check(number, token, free ? "host" : "host beside another campaign", quantity.name(),
                                number(before.get(quantity)), number(after.get(quantity))));
                    }
                }
                for (Seen stray : strays()) {
                    check(new Check(number, token, "stray", "process " + stray.pid() + " " + plain(host.commandLine(stray.pid())), "0", "1"));
                }
                sampleOf(Phase.AFTER, Map.of(), after);
            }

            private boolean isBack(Map<Quantity, Double> after) {
                return Report.BACK.stream().allMatch(quantity -> after.get(quantity) <= before.get(quantity));
            }

            private void check(Check check) throws IOException {
                append(CHECKS, Check.HEADER, check.line());
            }

            /** Processes, mounts, cgroups and names that carry the campaign's token. */
            private Set<String> leftovers() {
                Set<String> found = new TreeSet<>();
                for (Seen seen : host.processes().values()) {
                    String at = "/proc/" + seen.pid() + "/";
                    if (seen.state() != 'Z' && seen.pid() != ProcessHandle.current().pid()
                            && (host.read(at + "cmdline") + host.read(at + "environ") + host.read(at + "cgroup") + Host.link(at + "cwd"))
                                    .contains(token)) {
                        found.add("process " + seen.pid() + " " + plain(host.commandLine(seen.pid())));
                    }
                }
                for (String table : List.of("/proc/1/mountinfo", "/proc/self/mountinfo")) {
                    host.read(table).lines().filter(line -> line.contains(token)).forEach(line -> found.add("mount " + plain(line)));
                }
                host.hierarchies().keySet().forEach(hierarchy -> named(hierarchy, Integer.MAX_VALUE, "cgroup ", found));
                PLACES.forEach(place -> named(Path.of(place), DEPTH, "file ", found));
                return found;
            }

            private void named(Path folder, int depth, String kind, Set<String> found) {
                int level = folder.getNameCount();
                Host.walk(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                        boolean deep = dir.getNameCount() - level >= depth;
                        return note(dir) || deep || dir.startsWith(out) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        note(file);
                        return FileVisitResult.CONTINUE;
                    }

                    private boolean note(Path path) {
                        boolean ours = path.getFileName() != null && path.getFileName().toString().contains(token);
                        if (ours) {
                            found.add(kind + plain(path.toString()));
                        }
                        return ours;
                    }
                });
            }

            /**
             * Processes that began since the watch did, have no parent but process 1, and have the environment that the bench gives
             * to what it starts: they carry no token any more, and nobody else's shell gives this one.
             */
            private List<Seen> strays() {
                return host.processes().values().stream().filter(seen -> seen.state() != 'Z' && seen.parent() == 1 && seen.start() > born
                        && host.read("/proc/" + seen.pid() + "/environ").contains("HOME=/nonexistent")).toList();
            }
        }
    }

    /** One line of checks.csv: what a campaign left, or a host's count before and after it. */
    record Check(int campaign, String token, String kind, String name, String before, String after) {

        static final String HEADER = "campaign,token,kind,name,before,after";

        String line() {
            return String.join(",", Integer.toString(campaign), token, kind, name, before, after);
        }

        static List<Check> read(Path file) throws IOException {
            List<Check> checks = new ArrayList<>();
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] field = line.split(",", -1);
                if (!line.equals(HEADER) && field.length == HEADER.split(",").length) {
                    checks.add(new Check(Integer.parseInt(field[0]), field[1], field[2], field[3], field[4], field[5]));
                }
            }
            return checks;
        }
    }

    private static String plain(String text) {
        String plain = text.replaceAll("[^ -~]|,", " ");
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : text("%.1f", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    // ---- the report --------------------------------------------------------------------------------

    /** Growth over the second half: least squares of means, with a t-interval. */
    record Slope(double perThousand, double low, double high, int n) {

        private static final double CONFIDENCE = .95;
        /** Neighbouring samples resemble each other; means of a tenth of the time much less. */
        private static final int MEANS = 10;

        /** What one group, a campaign or a block, contributes: means of consecutive samples, starts first. */
        static List<double[]> means(List<double[]> points, int most) {
            int groups = Math.min(most, points.size() / 2);
            List<double[]> means = new ArrayList<>();
            for (int g = 0; g < groups; g++) {
                List<double[]> part = points.subList(g * points.size() / groups, (g + 1) * points.size() / groups);
                means.add(new double[] {mean(part, 0), mean(part, 1)});
            }
            return means;
        }

        /** One slope for all groups, each with a level of its own. Empty where that leaves nothing to judge by. */
        static Optional<Slope> of(List<List<double[]>> groups) {
            double xx = 0;
            double xy = 0;
            double yy = 0;
            int n = 0;
            int levels = 0;
            for (List<double[]> group : groups) {
                if (group.size() < 2) {
                    continue;
                }
                double x = mean(group, 0);
                double y = mean(group, 1);
                for (double[] point : group) {
                    xx += (point[0] - x) * (point[0] - x);
                    xy += (point[0] - x) * (point[1] - y);
                    yy += (point[1] - y) * (point[1] - y);
                }
                n += group.size();
                levels++;
            }
            int freedom = n - levels - 1;
            if (freedom < 1 || xx == 0) {
                return Optional.empty();
            }
            double slope = xy / xx;
            double half = TDistribution.of(freedom).inverseSurvivalProbability((1 - CONFIDENCE) / 2)
                    * Math.sqrt(Math.max(0, yy - slope * xy) / freedom / xx);
            return Optional.of(new Slope(slope * 1000, (slope - half) * 1000, (slope + half) * 1000, n));
        }

        private static double mean(List<double[]> points, int index) {
            return Mean.of(points.stream().mapToDouble(point -> point[index]).toArray()).getAsDouble();
        }

        @Override
        public String toString() {
            return short3(perThousand) + " [" + short3(low) + ", " + short3(high) + "]";
        }
    }

    /** Reads what was kept, judges it and writes report.md. */
    private static final class Report {

        /** Counts of the host that a campaign must leave as it found them. */
        static final List<Quantity> BACK = List.of(Quantity.ZOMBIES, Quantity.HOST_MOUNTS, Quantity.ALL_CGROUPS, Quantity.NETNS);
        private static final double MOST_GROWTH = 1.1;
        /**
         * What the scheduler keeps of an operation until the campaign ends: its row, and JMH's result of it. A histogram of the live
         * heap grew by 0.9 KiB per row, a quarter of it the row.
         */
        private static final double KEPT_PER_ROW_KIB = 1;
        private static final int QUARTERS = 4;
        /** So many rows at least are read to see what one takes: with fewer the rest of the heap shows. */
        private static final int LEAST_ROWS = 50_000;
        /** Fewer samples in a quarter have no median worth judging. */
        private static final int LEAST_PER_QUARTER = 3;

        private final Path out;
        private final int wanted;
        private final List<Kept> kept;
        private final Map<Integer, List<Sample>> running = new TreeMap<>();
        private final Map<Integer, Kept> byNumber = new TreeMap<>();
        private final List<Check> checks;
        private final List<String> verdicts = new ArrayList<>();
        private boolean all = true;

        Report(Path out, int wanted) throws IOException {
            this.out = out;
            this.wanted = wanted;
            kept = Kept.all(out);
            checks = Check.read(out.resolve(CHECKS));
            checks.forEach(check -> known(check.campaign(), check.token()));
            for (Sample sample : Sample.read(out.resolve(SAMPLES))) {
                known(sample.campaign(), sample.token());
                // Before the first row the world is still being made; at the last the forks are going already.
                if (sample.phase() == Phase.RUN && sample.block() > 0 && sample.values().getOrDefault(Quantity.FORKS, 0.0) > 0) {
                    running.computeIfAbsent(sample.campaign(), key -> new ArrayList<>()).add(sample);
                }
            }
        }

        private void known(int campaign, String token) {
            kept.stream().filter(k -> k.token().equals(token)).findFirst().ifPresent(k -> byNumber.put(campaign, k));
        }

        boolean write(Path environment) throws IOException {
            List<OperationRow> rows = kept.stream().flatMap(k -> k.containers().stream()).toList();
            long failed = rows.stream().filter(row -> !row.succeeded()).count();
            verdict(rows.size() >= wanted, "starts", text("%d container starts >= %d", rows.size(), wanted));
            sameThroughout("scheduler's descriptors", Quantity.SCHEDULER_FDS);
            sameThroughout("scheduler's threads", Quantity.SCHEDULER_THREADS);
            sameThroughout("a fork's descriptors", Quantity.FORKS_FDS);
            sameThroughout("a fork's threads", Quantity.FORKS_THREADS);
            comesAndGoes("containerd's descriptors", Quantity.CONTAINERD_FDS);
            growthOfTheLog("scheduler's memory", Quantity.SCHEDULER_ANON);
            littleGrowth("a fork's memory", Quantity.FORKS_ANON);
            littleGrowth("containerd's memory", Quantity.CONTAINERD_ANON);
            littleGrowth("containerd's threads", Quantity.CONTAINERD_THREADS);
            comesAndGoes("shims alive", Quantity.SHIMS);
            comesAndGoes("mounts of the bench", Quantity.WORLD_MOUNTS);
            comesAndGoes("cgroups of the bench", Quantity.CGROUPS);
            comesAndGoes("entries in /run/ocibench", Quantity.RUN_ENTRIES);
            comesAndGoes("entries in /var/lib/ocibench", Quantity.LIB_ENTRIES);
            littleGrowth("containerd's root", Quantity.CONTAINERD_ROOT);
            nothingLeft();
            hostIsBack();
            try (PrintWriter to = new PrintWriter(Files.newBufferedWriter(out.resolve("report.md")))) {
                to.printf(Locale.ROOT, "# Soak: %d container starts in %d campaigns%n%n", rows.size(), kept.size());
                Files.readAllLines(environment).forEach(line -> to.println("- " + cell(line)));
                to.printf(Locale.ROOT, "- %d of the starts failed, see below; %.1f minutes of campaigns, %s%n", failed,
                        kept.stream().mapToDouble(Kept::seconds).sum() / 60, span());
                to.println("- " + loggedBytes());
                to.printf("%n## Does it stay flat?%n%n| | criterion | measured |%n| --- | --- | --- |%n");
                verdicts.forEach(to::println);
                to.println();
                method().forEach(to::println);
                to.printf("%n## Starts by arm%n%n| arm | attempts | failed [95 %% CI] %% | classes |%n| --- | ---: | ---: | --- |%n");
                byArm(rows).forEach(to::println);
                to.printf("%n## Campaigns%n%n| campaign | token | starts | minutes | ms per start | samples | end | leaks seen between cycles |%n");
                to.println("| ---: | --- | ---: | ---: | ---: | ---: | --- | --- |");
                campaigns().forEach(to::println);
                to.printf("%n## What was sampled%n%n| quantity | n | first | median | last | max | growth per 1000 starts [95 %% CI] |%n");
                to.println("| --- | ---: | ---: | ---: | ---: | ---: | --- |");
                quantities().forEach(to::println);
                to.printf("%n## The host before and after each campaign%n%n");
                host().forEach(to::println);
            }
            return all;
        }

        // ---- criteria ----------------------------------------------------------------------------

        private void verdict(boolean holds, String name, String numbers) {
            all &= holds;
            verdicts.add("| " + (holds ? "holds" : "**missed**") + " | " + name + " | " + cell(numbers) + " |");
        }

        /** The last quarter's median is not above the first's. */
        private void sameThroughout(String name, Quantity quantity) {
            judge(name, quantity, 0, "last quarter <= first", Report::median, 1, 0);
        }

        /** The last quarter's median is not much above the second's: in the first, caches fill. */
        private void littleGrowth(String name, Quantity quantity) {
            judge(name, quantity, 1, "last quarter <= 1.1 x second", Report::median, MOST_GROWTH, 0);
        }

        /** The same, beside what the scheduler means to keep of every operation. */
        private void growthOfTheLog(String name, Quantity quantity) {
            judge(name, quantity, 1, text("last quarter <= 1.1 x second + %s KiB per operation between them", short3(KEPT_PER_ROW_KIB)),
                    Report::median, MOST_GROWTH, KEPT_PER_ROW_KIB);
        }

        /** What a start makes and removes: the last quarter's median is not above the second's most. */
        private void comesAndGoes(String name, Quantity quantity) {
            judge(name, quantity, 1, "last quarter <= most of the second", points -> points.stream().mapToDouble(point -> point[1])
                    .max().orElseThrow(), 1, 0);
        }

        private void judge(String name, Quantity quantity, int reference, String criterion, ToDoubleFunction<List<double[]>> level,
                double factor, double perRow) {
            List<String> measured = new ArrayList<>();
            boolean holds = true;
            for (int campaign : running.keySet()) {
                List<double[]> pairs = new ArrayList<>();
                for (List<double[]> group : groups(campaign, quantity)) {
                    List<List<double[]>> quarters = quarters(group);
                    if (quarters.stream().allMatch(quarter -> quarter.size() >= LEAST_PER_QUARTER)) {
                        List<double[]> from = quarters.get(reference);
                        List<double[]> to = quarters.get(QUARTERS - 1);
                        double rows = (Slope.mean(to, 0) - Slope.mean(from, 0)) * rowsPerStart(campaign);
                        pairs.add(new double[] {level.applyAsDouble(from), median(to), perRow * rows});
                    }
                }
                if (!pairs.isEmpty()) {
                    double from = middle(pairs, 0);
                    double to = middle(pairs, 1);
                    double meant = middle(pairs, 2);
                    boolean here = to <= factor * from + meant;
                    holds &= here;
                    measured.add(short3(from) + " → " + short3(to) + (meant > 0 ? " (+" + short3(meant) + " meant)" : "")
                            + (here ? "" : " (campaign " + campaign + ")"));
                }
            }
            if (measured.isEmpty()) {
                boolean absent = running.values().stream().flatMap(List::stream).noneMatch(sample -> sample.value(quantity).isPresent());
                if (absent && !running.isEmpty()) {
                    verdicts.add("| told | " + name + ": " + criterion + " | there was none |");
                } else {
                    all = false;
                    verdicts.add("| not judged | " + name + ": " + criterion + " | too few samples |");
                }
            } else {
                verdict(holds, name + ": " + criterion, String.join("; ", measured) + unit(quantity));
            }
        }

        private double rowsPerStart(int campaign) {
            Kept log = byNumber.get(campaign);
            return log == null || log.containers().isEmpty() ? 1 : (double) log.rows().size() / log.containers().size();
        }

        private static double middle(List<double[]> pairs, int index) {
            return OrderStatistics.of(pairs.stream().mapToDouble(pair -> pair[index]).toArray()).median();
        }

        /** Points (starts, value) of a campaign; of the forks by block, for they live no longer. */
        private List<List<double[]>> groups(int campaign, Quantity quantity) {
            Map<Integer, List<double[]>> groups = new TreeMap<>();
            List<Sample> samples = running.get(campaign);
            Map<Integer, Integer> lastOfBlock = new HashMap<>();
            samples.forEach(sample -> lastOfBlock.merge(sample.block(), sample.starts(), Math::max));
            for (Sample sample : samples) {
                OptionalDouble value = sample.value(quantity);
                // After a block's last start its forks end and the next ones come, all under the old block's number.
                boolean ending = quantity.of != Of.HOST && sample.starts() == lastOfBlock.get(sample.block());
                if (value.isPresent() && !ending) {
                    groups.computeIfAbsent(quantity.of == Of.FORKS ? sample.block() : 0, key -> new ArrayList<>())
                            .add(new double[] {sample.starts(), value.getAsDouble()});
                }
            }
            return List.copyOf(groups.values());
        }

        private static List<List<double[]>> quarters(List<double[]> points) {
            return IntStream.range(0, QUARTERS).mapToObj(q -> points.subList(q * points.size() / QUARTERS,
                    (q + 1) * points.size() / QUARTERS)).toList();
        }

        private static double median(List<double[]> points) {
            return OrderStatistics.of(points.stream().mapToDouble(point -> point[1]).toArray()).median();
        }

        private void nothingLeft() {
            List<Check> counts = checks.stream().filter(check -> check.kind().equals("leftovers")).toList();
            List<Check> found = checks.stream().filter(check -> check.kind().equals("leftover") || check.kind().equals("stray")).toList();
            verdict(found.isEmpty() && !counts.isEmpty(), "nothing carries a token after its campaign, and no process it started lives: 0",
                    found.isEmpty() ? counts.size() + " campaigns, 0 each"
                            : found.size() + ": " + found.stream().limit(5).map(Check::name).collect(Collectors.joining("; ")));
            List<String> unseen = byNumber.entrySet().stream().filter(entry -> counts.stream()
                    .noneMatch(check -> check.token().equals(entry.getValue().token()))).map(entry -> "campaign " + entry.getKey()).toList();
            if (!unseen.isEmpty()) {
                verdicts.add("| told | what a campaign left could not be looked at, because soak.sh was killed | " + String.join(", ", unseen) + " |");
            }
        }

        private void hostIsBack() {
            for (Quantity quantity : BACK) {
                List<Check> own = checks.stream().filter(check -> check.name().equals(quantity.name()) && check.kind().equals("host")).toList();
                List<Check> above = own.stream().filter(check -> after(check) > before(check)).toList();
                verdict(above.isEmpty() && !own.isEmpty(), quantity.title() + ": back to what it was before each campaign",
                        own.isEmpty() ? "other campaigns ran each time" : own.stream()
                                .map(check -> check.before() + " → " + check.after()).collect(Collectors.joining("; ")));
            }
        }

        private static double before(Check check) {
            return Double.parseDouble(check.before());
        }

        private static double after(Check check) {
            return Double.parseDouble(check.after());
        }

        // ---- tables ------------------------------------------------------------------------------

        private List<String> method() {
            return List.of(
                    "Quarters are of the samples of one campaign from its first start to its last; of a fork (mean over those alive), of one",
                    "block, and then the median over the campaign's blocks. An arrow leads from the earlier quarter's median to the last one's,",
                    "campaign by campaign. Campaigns too short for three samples in each quarter are not judged. Memory is resident memory without",
                    "mapped files (RssAnon). The host is looked at until it is back, for up to 30 seconds; what other users of the host begin",
                    "meanwhile counts against it.");
        }

        private List<String> byArm(List<OperationRow> rows) {
            Map<String, List<OperationRow>> arms = new TreeMap<>(rows.stream().collect(Collectors.groupingBy(OperationRow::arm)));
            List<String> lines = new ArrayList<>();
            arms.forEach((arm, mine) -> lines.add(line(arm, mine)));
            lines.add(line("all", rows));
            return lines;
        }

        private static String line(String name, List<OperationRow> rows) {
            Map<FailureClass, Long> classes = new TreeMap<>(rows.stream().filter(row -> !row.succeeded())
                    .collect(Collectors.groupingBy(OperationRow::failure, Collectors.counting())));
            int failures = classes.values().stream().mapToInt(Long::intValue).sum();
            Interval interval = new ErrorRate(failures, rows.size()).interval();
            return text("| %s | %d | %d [%s, %s] | %s |", cell(name), rows.size(), failures, short3(100 * interval.lower()),
                    short3(100 * interval.upper()), classes.entrySet().stream()
                            .map(entry -> entry.getKey().label() + " " + entry.getValue()).collect(Collectors.joining(", ")));
        }

        private List<String> campaigns() throws IOException {
            List<String> lines = new ArrayList<>();
            for (Kept campaign : kept) {
                Optional<Integer> number = byNumber.entrySet().stream().filter(entry -> entry.getValue() == campaign)
                        .map(Map.Entry::getKey).findFirst();
                int starts = campaign.containers().size();
                Path file = campaign.folder().resolve("meta.json");
                JsonNode meta = Files.exists(file) ? new ObjectMapper().readTree(file.toFile()) : new ObjectMapper().createObjectNode();
                boolean finished = Files.exists(campaign.folder().resolve(OperationLog.CLOSED_NAME));
                boolean stopped = !meta.path("complete").asBoolean();
                lines.add(text("| %s | %s | %d | %.1f | %.1f | %d | %s | %s |", number.map(String::valueOf).orElse("not watched"),
                        campaign.token(), starts, campaign.seconds() / 60, starts == 0 ? 0 : campaign.seconds() * 1e3 / starts,
                        number.map(n -> running.getOrDefault(n, List.of()).size()).orElse(0),
                        !finished ? "killed" : stopped ? "cut short" : "whole", leaks(meta)));
            }
            return lines;
        }

        private static String leaks(JsonNode meta) {
            JsonNode leaks = meta.path("quality").path("leaks");
            return leaks.isMissingNode() ? "not told" : Integer.toString(leaks.size());
        }

        private List<String> quantities() {
            List<String> lines = new ArrayList<>();
            for (Quantity quantity : Quantity.values()) {
                double[] values = running.values().stream().flatMap(List::stream).map(sample -> sample.value(quantity))
                        .filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble).toArray();
                if (values.length > 0) {
                    OrderStatistics order = OrderStatistics.of(values);
                    lines.add(text("| %s | %d | %s | %s | %s | %s | %s |", title(quantity), values.length, short3(values[0]),
                            short3(order.median()), short3(values[values.length - 1]), short3(order.max()),
                            slope(quantity).map(Slope::toString).orElse("too few")));
                }
            }
            return lines;
        }

        private static String title(Quantity quantity) {
            return quantity.of == Of.FORKS ? quantity.title().replace("forks,", "a fork,").replace(", sum", "") : quantity.title();
        }

        private Optional<Slope> slope(Quantity quantity) {
            List<List<double[]>> means = new ArrayList<>();
            for (int campaign : running.keySet()) {
                List<List<double[]>> groups = groups(campaign, quantity);
                int most = Math.max(3, Slope.MEANS / Math.max(1, groups.size()));
                for (List<double[]> group : groups) {
                    means.add(Slope.means(group.subList(group.size() / 2, group.size()), most));
                }
            }
            return Slope.of(means);
        }

        private List<String> host() {
            List<Quantity> shown = Arrays.stream(Quantity.values())
                    .filter(quantity -> checks.stream().anyMatch(check -> check.name().equals(quantity.name()))).toList();
            List<String> tokens = checks.stream().filter(check -> check.kind().startsWith("host")).map(Check::token).distinct().toList();
            List<String> lines = new ArrayList<>();
            lines.add("| quantity | " + tokens.stream().map(token -> checks.stream().filter(check -> check.token().equals(token))
                    .findFirst().map(check -> "campaign " + check.campaign()
                            + (checks.stream().anyMatch(other -> other.token().equals(token) && other.kind().contains("beside"))
                                    ? ", beside another" : "")).orElseThrow()).collect(Collectors.joining(" | ")) + " |");
            lines.add("| --- |" + " ---: |".repeat(tokens.size()));
            for (Quantity quantity : shown) {
                lines.add("| " + quantity.title() + " | " + tokens.stream().map(token -> checks.stream()
                        .filter(check -> check.token().equals(token) && check.name().equals(quantity.name())).findFirst()
                        .map(check -> check.before() + " → " + check.after()).orElse("")).collect(Collectors.joining(" | ")) + " |");
            }
            return lines;
        }

        private String span() {
            List<Sample> samples = running.values().stream().flatMap(List::stream).toList();
            return samples.isEmpty() ? "not watched" : "watched from " + samples.get(0).at().truncatedTo(ChronoUnit.MINUTES) + " to "
                    + samples.get(samples.size() - 1).at().truncatedTo(ChronoUnit.MINUTES) + " with a sample every "
                    + interval(samples) + " s";
        }

        private static String interval(List<Sample> samples) {
            double[] gaps = IntStream.range(1, samples.size()).filter(i -> samples.get(i).campaign() == samples.get(i - 1).campaign())
                    .mapToDouble(i -> Duration.between(samples.get(i - 1).at(), samples.get(i).at()).toMillis() / 1e3).toArray();
            return gaps.length == 0 ? "?" : text("%.0f", OrderStatistics.of(gaps).median());
        }

        /** The bench keeps every row of a campaign in memory. What that takes is measured here, with the largest log. */
        private String loggedBytes() throws IOException {
            Optional<Kept> largest = kept.stream().max(Comparator.comparingInt(k -> k.rows().size()));
            if (largest.isEmpty() || largest.get().rows().isEmpty()) {
                return "no log to measure the size of a row by";
            }
            Path log = largest.get().folder();
            // The first reading brings classes with it.
            int rows = OperationLog.read(log).size();
            int copies = 1 + LEAST_ROWS / rows;
            List<List<OperationRow>> held = new ArrayList<>();
            long before = liveHeap();
            for (int i = 0; i < copies; i++) {
                held.add(OperationLog.read(log));
            }
            double bytes = liveHeap() - before;
            Reference.reachabilityFence(held);
            return text("the scheduler keeps every row of a campaign's log in memory until its end, by design: %.0f bytes each, read back here",
                    bytes / copies / rows);
        }

        private static long liveHeap() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        private static String unit(Quantity quantity) {
            return quantity.unit.isEmpty() ? "" : " " + quantity.unit;
        }

        private static String cell(String text) {
            return text.replace("|", "\\|").replace("~", "\\~");
        }
    }

    /** Whole numbers where they are large, three digits where they are small. */
    private static String short3(double value) {
        double size = Math.abs(value);
        return value == Math.rint(value) || size >= 100 ? text("%.0f", value) : size >= 10 ? text("%.1f", value)
                : size >= .01 ? text("%.3g", value) : text("%.2e", value);
    }
}

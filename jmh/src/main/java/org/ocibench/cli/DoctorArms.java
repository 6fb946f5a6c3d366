package org.ocibench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ocibench.engine.Arm;
import org.ocibench.engine.Engines;
import org.ocibench.engine.Phase;
import org.ocibench.engine.PrivateContainerd;
import org.ocibench.host.KernelSetting;
import org.ocibench.report.NotRun;
import org.ocibench.runtime.RuntimeBinary;
import org.ocibench.runtime.RuntimeCatalog;
import org.ocibench.runtime.RuntimeDescriptor;
import org.ocibench.runtime.UnknownRuntimeException;
import org.ocibench.schedule.Selection;

/**
 * The arms that the doctor looks at.
 *
 * @param main     those of a campaign, and its controls
 * @param variants those that a campaign has only when they are asked for: a runtime on another platform
 * @param absent   those of both that cannot be tried, with the reason
 */
record DoctorArms(List<Arm> main, List<Arm> variants, List<DoctorVerdict> absent) {

    private static final String WORKLOAD = "exit";
    private static final String PACE = "burst";
    private static final String VARIANT_WAY = "direct";

    DoctorArms {
        main = List.copyOf(main);
        variants = List.copyOf(variants);
        absent = List.copyOf(absent);
    }

    /**
     * The arms for what is on this host.
     *
     * @param root        {@code /} but in tests
     * @param programs    containerd's programs, or null
     * @param allVersions whether older versions are looked at too
     */
    static DoctorArms of(Path root, RuntimeCatalog catalog, PrivateContainerd.Programs programs, boolean allVersions) {
        Set<String> runtimes = new LinkedHashSet<>(catalog.defaults());
        List<Arm> variants = new ArrayList<>();
        List<DoctorVerdict> absent = new ArrayList<>();
        for (RuntimeBinary binary : catalog.found()) {
            boolean isDefault = isDefault(catalog, binary);
            if (!isDefault && !allVersions) {
                continue;
            }
            String parameter = isDefault ? binary.descriptor().name() : binary.id();
            runtimes.add(parameter);
            for (Map.Entry<String, RuntimeDescriptor.Variant> variant
                    : new TreeMap<>(binary.descriptor().variants()).entrySet()) {
                String name = parameter + "~" + variant.getKey();
                if (variant.getValue().runcShim()) {
                    runtimes.add(name);
                    continue;
                }
                Arm arm = new Arm(name, VARIANT_WAY, WORKLOAD, PACE, KernelSetting.DEFAULT);
                variant.getValue().devices().stream().filter(device -> Files.notExists(root.resolve(device.substring(1))))
                        .findFirst().ifPresentOrElse(device -> absent.add(DoctorVerdict.notRunnable(arm,
                                device + " is missing", DoctorRemedies.of(arm, device))), () -> variants.add(arm));
            }
        }
        Selection selection = Selection.of(new Selection.Values(List.copyOf(runtimes), Engines.DEFAULT_WAYS,
                List.of(WORKLOAD), List.of(PACE), List.of(KernelSetting.DEFAULT), List.of(Phase.RUN), false), catalog, programs);
        // A variant of the shim has no direct way; Selection cannot know that of a runtime that is not here.
        List<DoctorVerdict> all = new ArrayList<>(selection.notRun().stream().map(notRun -> verdict(notRun, catalog))
                .filter(verdict -> !isVariant(verdict.arm())).toList());
        all.addAll(absent);
        return new DoctorArms(selection.arms(), variants, all);
    }

    /** Everything that can be tried, in order. */
    List<Arm> candidates() {
        List<Arm> all = new ArrayList<>(main);
        all.addAll(variants);
        return all;
    }

    /** Whether a campaign has this arm only when it is asked for. */
    static boolean isVariant(Arm arm) {
        return arm.runtime().contains("~") && !Engines.needsContainerd(arm);
    }

    /** Whether a runtime's name without a version means this binary. */
    static boolean isDefault(RuntimeCatalog catalog, RuntimeBinary binary) {
        try {
            return catalog.binary(binary.descriptor().name()).equals(binary);
        } catch (UnknownRuntimeException e) {
            return false;
        }
    }

    private static DoctorVerdict verdict(NotRun notRun, RuntimeCatalog catalog) {
        Arm arm = Arm.ofKey(notRun.arm());
        String name = arm.runtime().split("[@~]", 2)[0];
        return DoctorVerdict.notRunnable(arm, notRun.reason(), notRun.remedy().replace(arm.runtime(), name));
    }
}

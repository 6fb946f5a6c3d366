package org.ocibench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitRulesTest {

    private final WaitRules rules = WaitRules.standard();

    /** Stacks as kernels have shown them, without what all sleepers share. */
    @ParameterizedTest
    @CsvSource({
        "wait_for_completion synchronize_rcu_normal rcu_sync_enter percpu_down_write cgroup_procs_write_start __cgroup1_procs_write "
                + "kernfs_fop_write_iter, grace period: moving a process into a cgroup",
        "synchronize_rcu_expedited rcu_sync_enter percpu_down_write cgroup_attach_lock cgroup_procs_write_start, "
                + "grace period: moving a process into a cgroup",
        "__wait_rcu_gp synchronize_rcu rcu_sync_enter percpu_down_write cgroup_procs_write_start __cgroup_procs_write, "
                + "grace period: moving a process into a cgroup",
        "wait_for_completion synchronize_rcu_normal rcu_sync_enter percpu_down_write cgroup_css_set_fork copy_process, "
                + "grace period: clone into a cgroup",
        "wait_for_completion synchronize_rcu_normal cgroup_rmdir kernfs_iop_rmdir, grace period: making or removing a cgroup",
        "synchronize_rcu_expedited namespace_unlock path_umount __x64_sys_umount, expedited grace period: changing mounts",
        "synchronize_rcu_expedited kern_unmount_array ovl_free_fs, expedited grace period: changing mounts",
        "synchronize_rcu_normal synchronize_net packet_release __sock_release, grace period: network",
        "wait_for_completion synchronize_rcu_normal bdi_unregister del_gendisk, grace period: bdi_unregister",
        "io_schedule_timeout wait_for_completion_io_timeout submit_bio_wait blkdev_issue_flush ext4_sync_file do_fsync, "
                + "disk: flushing to disk",
        "folio_wait_bit_common filemap_fault __do_fault, disk: reading a file or program",
        "io_schedule_timeout submit_bio_wait blkdev_issue_discard ext4_free_blocks, disk: discarding freed blocks",
        "do_nanosleep hrtimer_nanosleep common_nsleep, sleep: fixed sleep",
        "futex_wait_queue __futex_wait futex_wait do_futex, sleep: futex with a time-out",
        "ep_poll do_epoll_wait, sleep: poll with a time-out",
        "__wait_for_common wait_for_completion_state kernel_clone __x64_sys_vfork, process: vfork",
        "rwsem_down_read_slowpath down_read_killable copy_net_ns create_new_namespaces copy_process kernel_clone, "
                + "network: another network namespace that is being removed",
        "do_wait kernel_wait4, process: end of a child",
        "anon_pipe_read vfs_read, pipe: pipe",
        "rwsem_down_write_slowpath down_write_killable vm_mmap_pgoff, lock: mutex or semaphore in vm_mmap_pgoff"})
    void aStackHasItsName(String stack, String name) {
        assertEquals(name, rules.of(asleepIn(stack)).toString());
    }

    @Test
    void whatNoRuleKnowsIsNamedByItsInnermostFunction() {
        assertEquals("other: load_elf_binary", rules.of(asleepIn("load_elf_binary bprm_execve")).toString());
        assertEquals("other: schedule", rules.of(List.of("schedule")).toString());
    }

    @Test
    void aSleepWithoutStackBeganEarlier() {
        assertEquals("unknown: asleep since before the start", rules.of(List.of()).toString());
    }

    @Test
    void aStarStandsForAnyRestAndNothingElseIsSpecial() {
        WaitRules own = WaitRules.parse("# a comment\n\na / b = one*|two & three\n");
        assertEquals("a: b", own.of(List.of("one_more", "three")).toString());
        assertEquals("a: b", own.of(List.of("three", "x", "two")).toString());
        assertEquals("other: two_more", own.of(List.of("two_more", "three")).toString());
        assertEquals("other: one", own.of(List.of("one")).toString());
    }

    @Test
    void aWaitMayBeNamedByWhoWaits() {
        WaitRules own = WaitRules.parse("a / b in (*) = one*|two & three\n");
        assertEquals("a: b in caller", own.of(List.of("schedule", "one", "two", "three", "caller", "entry")).toString());
        assertEquals("a: b in three", own.of(List.of("one", "three")).toString(), "there is nothing else");
    }

    @Test
    void aLineThatIsNoRuleIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> WaitRules.parse("a = b")).getMessage().endsWith("a = b"));
    }

    private static List<String> asleepIn(String stack) {
        return Arrays.asList(("__schedule schedule " + stack + " do_syscall_64 entry_SYSCALL_64_after_hwframe").split(" "));
    }
}

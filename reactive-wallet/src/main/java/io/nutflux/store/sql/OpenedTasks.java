package io.nutflux.store.sql;

import io.nutflux.store.InboxTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of the inbox that a worker took.
 *
 * @param damaged keys of those whose token does not open, and why
 */
record OpenedTasks(List<InboxTask> tasks, Map<String, String> damaged) {

    static OpenedTasks open(Opener opener, List<SealedTask> found) {
        Map<String, String> damaged = new HashMap<>();
        List<InboxTask> tasks = opener.each(
                found, task -> task.open(opener), (task, e) -> damaged.put(task.key(), String.valueOf(e.getMessage())));
        return new OpenedTasks(tasks, damaged);
    }
}

package io.sluice.gateway.journal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** A process that journals calls on two threads, and says of each record that it was acknowledged, until it is killed. */
final class JournalChild {

    private JournalChild() {}

    public static void main(String[] args) throws IOException {
        SegmentFolder files = new SegmentFolder(Path.of(args[0]), JournalFixture.SEGMENT, new Zeros());
        JournalKeeper keeper = new JournalKeeper(files);
        FileJournal journal = FileJournal.open(files, keeper, files::quarantine);
        PrintStream out = new PrintStream(System.out, true);
        for (int thread = 0; thread < 2; thread++) {
            String prefix = thread + "-";
            new Thread(() -> append(journal, prefix, out)).start();
        }
        while (true) {
            keeper.prepare(journal);
        }
    }

    private static void append(FileJournal journal, String prefix, PrintStream out) {
        for (int i = 0; ; i++) {
            String id = prefix + i;
            UsageJournal.OpenCall call;
            try {
                call = journal.begin(Calls.call(id));
            } catch (JournalFullException e) {
                continue;
            }
            out.println("begin " + id);
            if (i % 7 != 0) {
                call.end(200, List.of(Calls.exact(1, i)));
                out.println("end " + id);
            }
        }
    }
}

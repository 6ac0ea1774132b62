package io.github.fswire.deliver;

/** What the thread of a listener does: hands over one item of the backlog after another. */
public final class ListenerThread implements Runnable {
    private final ListenerChannel channel;
    private final Backlog backlog;

    ListenerThread(ListenerChannel channel, Backlog backlog) {
        this.channel = channel;
        this.backlog = backlog;
    }

    @Override
    public void run() {
        try {
            while (next(true)) {
                // the next one
            }
        } catch (Throwable e) {
            channel.failed(e); // the virtual machine cannot go on
        } finally {
            backlog.stop();
            channel.ended();
        }
    }

    /** Hands over the next item; without {@code waiting} for it, if there is one. Returns false if there is none. */
    public boolean next(boolean waiting) {
        Backlog.Item item = backlog.take(waiting);
        if (item == null) {
            return false;
        }
        channel.handOver(item);
        backlog.delivered(item.number());
        if (backlog.isIdle()) {
            channel.idle();
        }
        return true;
    }
}

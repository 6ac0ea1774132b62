package io.github.fswire.forms;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangePublisher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.concurrent.Flow;

/** Mutiny. */
class MutinyIT extends PipelineContract {
    @Override
    Runnable start(ChangePublisher publisher) {
        Cancellable subscription = Multi.createFrom()
                .publisher(publisher)
                .onItem()
                .transformToIterable(ChangeBatch::changes)
                .invoke(this::apply)
                .subscribe()
                .with(change -> {}, this::failed, this::ended);
        return subscription::cancel;
    }

    @Override
    Flow.Publisher<Change> changes(ChangePublisher publisher) {
        return Multi.createFrom().publisher(publisher).onItem().transformToIterable(ChangeBatch::changes);
    }
}

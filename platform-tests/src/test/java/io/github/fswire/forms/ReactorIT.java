package io.github.fswire.forms;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangePublisher;
import java.util.concurrent.Flow;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;

/** Reactor. */
class ReactorIT extends PipelineContract {
    @Override
    Runnable start(ChangePublisher publisher) {
        Disposable subscription = JdkFlowAdapter.flowPublisherToFlux(publisher)
                .concatMapIterable(ChangeBatch::changes, 1)
                .subscribe(this::apply, this::failed, this::ended);
        return subscription::dispose;
    }

    @Override
    Flow.Publisher<Change> changes(ChangePublisher publisher) {
        return JdkFlowAdapter.publisherToFlowPublisher(
                JdkFlowAdapter.flowPublisherToFlux(publisher).concatMapIterable(ChangeBatch::changes, 1));
    }
}

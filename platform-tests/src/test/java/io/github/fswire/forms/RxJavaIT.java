package io.github.fswire.forms;

import io.github.fswire.watch.Change;
import io.github.fswire.watch.ChangeBatch;
import io.github.fswire.watch.ChangePublisher;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.Flow;
import org.reactivestreams.FlowAdapters;

/** RxJava. */
class RxJavaIT extends PipelineContract {
    @Override
    Runnable start(ChangePublisher publisher) {
        Disposable subscription = Flowable.fromPublisher(FlowAdapters.toPublisher(publisher))
                .concatMapIterable(ChangeBatch::changes, 1)
                .subscribe(this::apply, this::failed, this::ended);
        return subscription::dispose;
    }

    @Override
    Flow.Publisher<Change> changes(ChangePublisher publisher) {
        return FlowAdapters.toFlowPublisher(
                Flowable.fromPublisher(FlowAdapters.toPublisher(publisher)).concatMapIterable(ChangeBatch::changes, 1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rxjava;

import io.obsagent.testing.ModuleKit;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;

class RxJavaModuleTest extends ModuleKit {
  RxJavaModuleTest() {
    super(new RxJavaModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(Own2.class, Own3.class);
  }

  @Override
  protected String use() {
    return ""
        + Single.<String>create(emitter -> new Thread(() -> emitter.onSuccess("3")).start())
            .observeOn(Schedulers.io())
            .concatWith(new Own3())
            .toList()
            .blockingGet()
        + io.reactivex.Single.<String>create(
                emitter -> new Thread(() -> emitter.onSuccess("2")).start())
            .observeOn(io.reactivex.schedulers.Schedulers.io())
            .concatWith(new Own2())
            .toList()
            .blockingGet();
  }

  private static final class Own2 extends io.reactivex.Single<String> {
    @Override
    protected void subscribeActual(io.reactivex.SingleObserver<? super String> observer) {
      io.reactivex.Single.just("own").subscribe(observer);
    }
  }

  private static final class Own3 extends Single<String> {
    @Override
    protected void subscribeActual(SingleObserver<? super String> observer) {
      Single.just("own").subscribe(observer);
    }
  }
}

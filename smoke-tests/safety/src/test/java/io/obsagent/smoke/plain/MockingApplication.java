// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.mockito.Mockito;

/**
 * Attaches a library for mocks to itself, which rewrites classes of the JDK that are woven, too,
 * and uses those before and after.
 */
public final class MockingApplication {
  private MockingApplication() {}

  public static void main(String[] arguments) throws Exception {
    while (System.in.read() >= 0) {
      // Whoever started this says when it begins.
    }
    use();
    ThreadPoolExecutor pool = Mockito.mock(ThreadPoolExecutor.class);
    Mockito.when(pool.getPoolSize()).thenReturn(42);
    pool.execute(() -> System.out.println("never"));
    System.out.println("mocked " + pool.getPoolSize());
    CompletableFuture<?> future = Mockito.mock(CompletableFuture.class);
    System.out.println("mocked " + future.isDone());
    HttpURLConnection connection = Mockito.mock(HttpURLConnection.class);
    Mockito.when(connection.getInputStream())
        .thenReturn(new ByteArrayInputStream("stubbed".getBytes()));
    System.out.println(new String(connection.getInputStream().readAllBytes()));
    HttpClient client = Mockito.mock(HttpClient.class);
    System.out.println("mocked " + client.send(null, null));
    ThreadPoolExecutor spied =
        Mockito.spy(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
    System.out.println(spied.submit(() -> "spied").get());
    Mockito.verify(spied).execute(Mockito.any());
    spied.shutdown();
    use();
    System.exit(7);
  }

  private static void use() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    System.out.println(CompletableFuture.supplyAsync(() -> "real", pool).thenApply(a -> a).get());
    pool.shutdown();
    System.out.println(URI.create("http://localhost/").toURL().openConnection().getURL());
  }
}

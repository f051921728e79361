// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.api;

import io.obsagent.insight.promql.EvaluationException;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.series.SampleLimitException;
import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;

/**
 * Where features put their endpoints, one a route. Whatever an endpoint throws becomes an answer
 * here, and only here, in the shape and with the status that Prometheus gives it.
 */
public final class Endpoints {
  private final Routes routes;
  private final Runnable before;

  /**
   * @param before run before each request; what it throws is answered with 503
   */
  public Endpoints(Routes routes, Runnable before) {
    this.routes = routes;
    this.before = before;
  }

  /** A query, whose parameters may come in a form as well: GET and POST. */
  public void query(String path, Endpoint endpoint) {
    get(path, endpoint);
    routes.add("POST", path, Access.READ, handler(endpoint));
  }

  public void get(String path, Endpoint endpoint) {
    routes.add("GET", path, Access.READ, handler(endpoint));
  }

  /** A change, by POST. */
  public void post(String path, Endpoint endpoint) {
    routes.add("POST", path, Access.WRITE, handler(endpoint));
  }

  /** What other systems deliver, by POST; the endpoint checks that it is from them. */
  public void signed(String path, Endpoint endpoint) {
    routes.add("POST", path, Access.SIGNED, handler(endpoint));
  }

  public void delete(String path, Endpoint endpoint) {
    routes.add("DELETE", path, Access.WRITE, handler(endpoint));
  }

  private Handler handler(Endpoint endpoint) {
    return request -> {
      try {
        before.run();
      } catch (RuntimeException e) {
        return Answers.error(503, "unavailable", "not started: " + e);
      }
      return answer(endpoint, new Params(request));
    };
  }

  private static Response answer(Endpoint endpoint, Params params) {
    try {
      return endpoint.answer(params);
    } catch (ApiException e) {
      return Answers.error(e.status, e.type, String.valueOf(e.getMessage()));
    } catch (EvaluationException e) {
      boolean timeout = e.kind() == EvaluationException.Kind.TIMEOUT;
      return Answers.error(
          timeout ? 503 : 422, timeout ? "timeout" : "execution", String.valueOf(e.getMessage()));
    } catch (PromqlException | SampleLimitException e) {
      return Answers.error(422, "execution", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      return Answers.error(400, "bad_data", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Answers.error(500, "internal", "the request failed: " + e);
    }
  }
}

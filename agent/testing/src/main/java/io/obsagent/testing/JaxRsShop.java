// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.ServiceUnavailableException;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;

/** An application as its authors write it for any implementation of JAX-RS. */
public final class JaxRsShop {
  private JaxRsShop() {}

  /** A resource with all that a method can do. */
  @Path("/products")
  public static class Products {
    /** Threads that know nothing of a request: they are there before the first. */
    private static final ExecutorService OTHERS = Executors.newFixedThreadPool(2);

    static void prepare() throws Exception {
      for (int i = 0; i < 2; i++) {
        OTHERS.submit(() -> "started").get();
      }
    }

    @GET
    public String all() {
      return "all";
    }

    @GET
    @Path("{id: [0-9]{1,9}}")
    public String one(@PathParam("id") String id) {
      return "product " + id;
    }

    @GET
    @Path("broken/{id}")
    public String broken(@PathParam("id") String id) {
      throw new IllegalStateException("broken " + id);
    }

    @GET
    @Path("handled/{status}")
    public String handled(@PathParam("status") int status) {
      throw new SorryException(status);
    }

    @GET
    @Path("refused/{id}")
    public String refused(@PathParam("id") String id) {
      throw new ServiceUnavailableException();
    }

    @GET
    @Path("later/{id}")
    public void later(@PathParam("id") String id, @Suspended AsyncResponse response) {
      OTHERS.execute(() -> response.resume("later " + id));
    }

    @GET
    @Path("failing/{id}")
    public void failing(@PathParam("id") String id, @Suspended AsyncResponse response) {
      OTHERS.execute(() -> response.resume(new SorryException(503)));
    }

    @GET
    @Path("slow/{id}")
    public void slow(@PathParam("id") String id, @Suspended AsyncResponse response) {
      response.setTimeout(300, TimeUnit.MILLISECONDS);
    }

    @Path("{id}/parts")
    public Parts parts() {
      return new Parts();
    }
  }

  /** A sub-resource. */
  public static class Parts {
    @GET
    @Path("{part}")
    public String part(@PathParam("id") String id, @PathParam("part") String part) {
      return "part " + part + " of " + id;
    }

    @Path("{part}/screws/")
    public Screws screws() {
      return new Screws();
    }
  }

  /** A sub-resource of a sub-resource. */
  public static class Screws {
    @GET
    public String screws(@PathParam("part") String part) {
      return "screws of " + part;
    }
  }

  /** What the application makes an answer of. */
  public static class SorryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    SorryException(int status) {
      this.status = status;
    }
  }

  /** A mapper of exceptions. */
  public static class Mapper implements ExceptionMapper<SorryException> {
    @Override
    public Response toResponse(SorryException sorry) {
      return Response.status(sorry.status).entity("sorry").build();
    }
  }
}

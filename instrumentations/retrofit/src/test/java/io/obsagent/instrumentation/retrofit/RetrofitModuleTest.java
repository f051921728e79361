// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.retrofit;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import okhttp3.ResponseBody;
import retrofit2.Response;
import retrofit2.Retrofit;

class RetrofitModuleTest extends ModuleKit {
  RetrofitModuleTest() {
    super(new RetrofitModule());
  }

  @Override
  protected String use() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      Response<ResponseBody> response =
          new Retrofit.Builder()
              .baseUrl(target.uri("/").toString())
              .build()
              .create(Statuses.class)
              .get(203)
              .execute();
      return response.code() + response.body().string();
    }
  }
}

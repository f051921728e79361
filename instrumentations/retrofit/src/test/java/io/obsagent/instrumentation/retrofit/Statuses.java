// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.retrofit;

import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.Path;
import retrofit2.http.Url;

/** What the target serves, as an interface. */
interface Statuses {
  @GET("status/{code}?q=1")
  Call<ResponseBody> get(@Path("code") int code);

  @HTTP(method = "DELETE", path = "/status/{code}")
  Call<ResponseBody> delete(@Path("code") int code);

  @GET
  Call<ResponseBody> anything(@Url String url);
}

// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springboot;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.InternalResourceView;

/** Pages that one controller begins and another goes on with. */
@Controller
public class Pages {
  @GetMapping("/page/{id}")
  public View page(@PathVariable("id") String id) {
    InternalResourceView view = new InternalResourceView("/fragment/" + id);
    view.setAlwaysInclude(true);
    return view;
  }

  @GetMapping("/old/{id}")
  public String old(@PathVariable("id") String id) {
    return "forward:/fragment/" + id;
  }

  @GetMapping("/fragment/{n}")
  @ResponseBody
  public String fragment(@PathVariable("n") String n) {
    return "fragment " + n;
  }

  @GetMapping("/broken/{id}")
  @ResponseBody
  public String broken(@PathVariable("id") String id) {
    throw new IllegalStateException("broken " + id);
  }
}

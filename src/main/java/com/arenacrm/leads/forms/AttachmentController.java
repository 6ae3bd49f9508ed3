package com.arenacrm.leads.forms;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A file that a visitor sent along, for those who may see the lead. */
@Controller
class AttachmentController {

  private final FormFiles files;

  AttachmentController(FormFiles files) {
    this.files = files;
  }

  @GetMapping("/leads/attachments/{id}")
  ResponseEntity<byte[]> file(CurrentUser viewer, @PathVariable UUID id) {
    return FormFiles.download(files.attachment(id, viewer).orElseThrow(NotFoundException::new));
  }
}

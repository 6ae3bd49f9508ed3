package com.arenacrm.pipeline;

import com.arenacrm.integration.Effect;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.records.ImportTable;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes back the moves between stages that an import noted on deals that were there before. */
@Component
class ImportedMoves implements RecordKind {

  private final JdbcClient jdbc;

  ImportedMoves(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String kind() {
    return DealTable.MOVE;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    jdbc.sql("delete from pipeline.stage_change where id = any (cast(:ids as uuid[]))")
        .param("ids", ImportTable.texts(effects.stream().map(Effect::id).toList()))
        .update();
    return List.of();
  }
}

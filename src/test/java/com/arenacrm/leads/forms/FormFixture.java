package com.arenacrm.leads.forms;

import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.forms.FormDesign.Field;
import com.arenacrm.leads.forms.FormDesign.Kind;
import com.arenacrm.leads.forms.FormDesign.Texts;
import com.arenacrm.leads.forms.FormDesign.Words;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.playbook.OfferId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Forms for tests, in both languages. */
final class FormFixture {

  static final String CUPS = "q000000000001";
  static final String WISHES = "q000000000002";
  static final String DAY = "q000000000003";
  static final String CV = "q000000000004";

  private FormFixture() {}

  static LeadForm offer(FormSubmissions submissions, ActivityId activity, UserId by, Instant now) {
    return offer(submissions, activity, by, now, c -> c);
  }

  static LeadForm offer(
      FormSubmissions submissions,
      ActivityId activity,
      UserId by,
      Instant now,
      UnaryOperator<LeadForm.Content> changed) {
    LeadFormId id = LeadFormId.next();
    return submissions.offer(
        id,
        changed.apply(
            new LeadForm.Content(
                "prueba-" + id.toString().substring(20),
                "es",
                design("Acepto que me escribáis"),
                activity,
                null,
                null,
                true,
                false,
                null)),
        by,
        now);
  }

  static LeadForm.Content with(
      LeadForm.Content c, boolean consentRequired, boolean doubleOptIn, @Nullable String redirect) {
    return new LeadForm.Content(
        c.slug(),
        c.language(),
        c.design(),
        c.activity(),
        c.story(),
        c.offer(),
        consentRequired,
        doubleOptIn,
        redirect);
  }

  static LeadForm.Content with(LeadForm.Content c, OfferId offer) {
    return new LeadForm.Content(
        c.slug(),
        c.language(),
        c.design(),
        c.activity(),
        c.story(),
        offer,
        c.consentRequired(),
        c.doubleOptIn(),
        c.redirect());
  }

  static FormDesign design(String consent) {
    return new FormDesign(
        Map.of(
            "es", new Texts("Ven a probar", "Te esperamos", "Quiero ir", "Nos vemos", consent),
            "en", new Texts("Come and try", null, null, null, "I agree")),
        List.of(
            new Field("fullName", Kind.SHORT_TEXT, true, null, Map.of()),
            new Field("email", Kind.EMAIL, true, null, Map.of()),
            new Field("phone", Kind.PHONE, false, null, Map.of()),
            new Field("company", Kind.SHORT_TEXT, false, null, Map.of()),
            own(CUPS, Kind.NUMBER, "PERSON:Cafés al día", "¿Cuántos cafés?", "How many coffees?"),
            new Field(
                WISHES,
                Kind.CHOICES,
                false,
                null,
                Map.of(
                    "es", new Words("¿Qué?", null, List.of("Desayuno", "Postre")),
                    "en", new Words("What?", null, List.of("Breakfast", "Dessert")))),
            own(DAY, Kind.DATE, "PURCHASE_DATE", "¿Para cuándo?", "By when?"),
            own(CV, Kind.FILE, null, "Vuestra carta", "Your menu"),
            own("answer", Kind.LONG_TEXT, "NEED", "¿Qué buscas?", "What do you look for?")));
  }

  private static Field own(
      String id, Kind kind, @Nullable String kept, String spanish, String english) {
    return new Field(
        id, kind, false, kept, Map.of("es", Words.named(spanish), "en", Words.named(english)));
  }
}

package com.arenacrm.icp;

import static com.arenacrm.icp.Example.EMPLOYEES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.ProfileForm.RoleForm;
import com.arenacrm.icp.ProfileForm.RuleForm;
import com.arenacrm.platform.FormReader;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.FieldError;

class ProfileFormTests {

  private static final Locale SPANISH = Locale.forLanguageTag("es-ES");

  private final RuleForm size = new RuleForm("EMPLOYEES", "BETWEEN", "1.000 a 20", "30", "true");

  @Test
  void rowsComeAndGoAndTheOthersStay() {
    ProfileForm form = form(List.of(size, RuleForm.blank()));

    assertThat(form.with("criteria+").criteria())
        .containsExactly(size, RuleForm.blank(), RuleForm.blank());
    assertThat(form.with("criteria-1").criteria()).containsExactly(size);
    assertThat(form.with("exclusions+").exclusions()).hasSize(form.exclusions().size() + 1);
    assertThat(form.with("roles+").roles()).hasSize(form.roles().size() + 1);
    for (String nonsense : List.of("criteria-9", "criteria-x", "criteria", "name+", "", "+")) {
      assertThat(form.with(nonsense)).as(nonsense).isEqualTo(form);
    }
  }

  @Test
  void emptyRowsAreNoMistakeAndHalfOnesAre() {
    ProfileForm form =
        form(
            List.of(
                RuleForm.blank(),
                size,
                new RuleForm("", "IS", "Hotel", "10", ""),
                new RuleForm("INDUSTRY", "IS", "", "10", ""),
                new RuleForm("INDUSTRY", "AT_LEAST", "3", "10", ""),
                new RuleForm("INDUSTRY", "IS", "Hotel", "", "")));
    BeanPropertyBindingResult errors = new BeanPropertyBindingResult(form, "form");

    EditionText text = form.read(new FormReader(errors, SPANISH), SPANISH);

    assertThat(text.criteria())
        .containsExactly(
            new Criterion(new Condition(EMPLOYEES, Operator.BETWEEN, "20..1000"), 30, true));
    assertThat(errors.getFieldErrors())
        .extracting(FieldError::getField, FieldError::getCode)
        .containsExactly(
            tuple("criteria[2].field", "icp.field.choose"),
            tuple("criteria[3].value", "condition.value"),
            tuple("criteria[4].operator", "condition.operator"),
            tuple("criteria[5].weight", "icp.weight.required"));
  }

  @Test
  void thereIsAnEndToRows() {
    List<RuleForm> many = IntStream.range(0, 30).mapToObj(i -> size).toList();
    assertThat(form(many).with("criteria+").criteria()).hasSize(30);

    ProfileForm more = form(IntStream.range(0, 31).mapToObj(i -> size).toList());
    BeanPropertyBindingResult errors = new BeanPropertyBindingResult(more, "form");
    more.read(new FormReader(errors, SPANISH), SPANISH);
    assertThat(errors.getFieldError("criteria").getCode()).isEqualTo("icp.tooMany");
  }

  private static ProfileForm form(List<RuleForm> criteria) {
    return new ProfileForm(
        ProfileId.next().toString(),
        0,
        0,
        0,
        "Hoteles",
        "",
        List.of(RuleForm.blank()),
        criteria,
        "",
        "",
        "",
        List.of(RoleForm.blank()),
        List.of());
  }
}

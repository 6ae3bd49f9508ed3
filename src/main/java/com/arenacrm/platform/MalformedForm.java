package com.arenacrm.platform;

import org.springframework.beans.PropertyAccessException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.DefaultBindingErrorProcessor;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * A form holds what none of our pages can have sent, such as a role that does not exist, where a
 * choice or a number that the page carries along belongs. What people type is read as text instead,
 * and refused beside its field.
 */
public final class MalformedForm extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MalformedForm(String field, Throwable cause) {
    super("The field " + field + " cannot be read", cause);
  }

  /** Refuses the whole form: without one of its fields there is none to show again. */
  @ControllerAdvice
  static class Refusing extends DefaultBindingErrorProcessor {

    @InitBinder
    void refuse(WebDataBinder binder) {
      binder.setBindingErrorProcessor(this);
    }

    @Override
    public void processPropertyAccessException(
        PropertyAccessException failure, BindingResult errors) {
      throw new MalformedForm(String.valueOf(failure.getPropertyName()), failure);
    }
  }
}

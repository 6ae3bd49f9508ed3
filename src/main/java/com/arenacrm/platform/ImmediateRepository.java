package com.arenacrm.platform;

import jakarta.persistence.EntityManager;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.jpa.repository.support.JpaEntityInformation;
import org.springframework.data.jpa.repository.support.SimpleJpaRepository;

/**
 * Writes an aggregate when it is saved, not at the end of the transaction: a broken rule of the
 * database is reported where it was broken, and SQL that follows sees the row.
 */
class ImmediateRepository<T, I> extends SimpleJpaRepository<T, I> {

  private final EntityManager entityManager;

  ImmediateRepository(JpaEntityInformation<T, I> information, EntityManager entityManager) {
    super(information, entityManager);
    this.entityManager = entityManager;
  }

  @Override
  public <S extends T> S save(S aggregate) {
    S saved = super.save(aggregate);
    entityManager.flush();
    return saved;
  }

  @Override
  public void delete(T aggregate) {
    super.delete(aggregate);
    entityManager.flush();
  }

  /** Uses it for every collection of the application. */
  @Configuration(proxyBeanMethods = false)
  @EnableJpaRepositories(
      basePackages = "com.arenacrm",
      repositoryBaseClass = ImmediateRepository.class)
  static class Enabled {}
}

package com.arenacrm.customers;

import java.util.Optional;
import org.springframework.data.repository.Repository;

/** Stores purchases. */
interface PurchaseRecords extends Repository<Purchase, PurchaseId> {

  Purchase save(Purchase purchase);

  Optional<Purchase> findById(PurchaseId id);

  /** The purchase that this one renews, or would renew if it were brought back. */
  Optional<Purchase> findByRenewedBy(PurchaseId next);
}

package com.arenacrm;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class ArenaApplication {
  public static void main(String[] args) {
    SpringApplication.run(ArenaApplication.class, args);
  }
}

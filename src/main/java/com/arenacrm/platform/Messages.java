package com.arenacrm.platform;

import java.io.IOException;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** All texts of the pages: one bundle a module in {@code messages/}, Spanish and English. */
@Configuration(proxyBeanMethods = false)
class Messages {

  @Bean
  MessageSource messageSource() throws IOException {
    Resource[] files =
        new PathMatchingResourcePatternResolver().getResources("classpath:messages/*.properties");
    ResourceBundleMessageSource source = new ResourceBundleMessageSource();
    source.setBasenames(
        Stream.of(files)
            .map(file -> String.valueOf(file.getFilename()).replace(".properties", ""))
            .filter(name -> !name.endsWith("_en"))
            .map(name -> "messages/" + name)
            .sorted()
            .toArray(String[]::new));
    source.setDefaultEncoding("UTF-8");
    source.setFallbackToSystemLocale(false);
    // So that an apostrophe is written the same in texts with arguments and without.
    source.setAlwaysUseMessageFormat(true);
    return source;
  }
}

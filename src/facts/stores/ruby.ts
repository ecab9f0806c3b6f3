import type { StoreTable } from "./store-table.ts";

/** ActiveRecord, Mongoid and Sequel. */
export const RUBY_STORES: StoreTable = {
  telling: [
    [/^(?:find_by|find_by!|find_by_\w+|find_sole_by|find_signed!?|friendly|where_first)$/u, "read"],
    [/^(?:find_each|find_in_batches|find_all_by_\w+|where)$/u, "list"],
    [
      /^(?:create!|update!|update_attributes!?|update_columns?|update_attribute|update_all|insert_all!?|upsert_all|find_or_create_by!?|create_or_find_by!?|first_or_create!?|save!|touch_all)$/u,
      "write",
    ],
    [/^(?:destroy|destroy!|destroy_all|delete_all|destroy_by|delete_by|discard!?|really_destroy!)$/u, "delete"],
  ],
  common: [
    [/^(?:find|first|first!|take|take!|last|sole|pick)$/u, "read"],
    [/^(?:all|order|select|pluck|includes|page|paginate|search)$/u, "list"],
    [/^(?:create|update|save|insert|upsert|build|touch|increment!|toggle!)$/u, "write"],
    [/^(?:delete)$/u, "delete"],
  ],
  models:
    /^(?!(?:Object|Array|Hash|Set|File|Dir|IO|URI|JSON|YAML|CSV|ENV|Time|Date|DateTime|Rails|Kernel|Process|Thread|Struct|Class|Module|String|Integer|Float|Math|Random|Base64|Digest|Logger|Net|HTTP|HTTParty|Faraday|RestClient|Nokogiri|Redis|ERB|CGI|Regexp|Pathname|Tempfile|FileUtils|Comparable|Enumerable|Marshal|Zip|Aws|Stripe|OpenSSL|SecureRandom|BCrypt|JWT|I18n|Flipper|Sidekiq|ActiveRecord|ActiveSupport|ActionController|ActionMailer|Ractor|GC|ObjectSpace|Signal|Etc)$)[A-Z]\w*[a-z]\w*(?<!Service|Controller|Helper|Job|Worker|Mailer|Client|Parser|Builder|Error|Policy|Serializer|Presenter|Form|Validator|Command|Registry|Cache|Manager|Factory)$/u,
};

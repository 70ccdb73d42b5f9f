package dev.airgap.installer.audit;

import dev.airgap.installer.receipt.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was looked at.
 *
 * @param server the cluster's address
 * @param receipt empty where nothing is installed
 */
public record AuditReport(
    String server, Instant at, Optional<Receipt> receipt, List<Judgement> judgements) {
  public AuditReport {
    judgements = List.copyOf(judgements);
  }

  public List<Judgement> red() {
    return judgements.stream().filter(Judgement::isRed).toList();
  }

  /** As plain values, for {@code --output json}. */
  public Map<String, Object> asValues() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("server", server);
    values.put("at", at.toString());
    receipt.ifPresent(there -> {
      values.put("release", there.release().text());
      values.put("manifest", there.manifest().toString());
      values.put("installed", there.at().toString());
      values.put("by", there.by());
      values.put("allowed", there.allowed());
    });
    values.put("well", red().isEmpty());
    values.put("red", red().size());
    List<Map<String, String>> found = new ArrayList<>();
    for (Judgement judgement : judgements) {
      Map<String, String> one = new LinkedHashMap<>();
      one.put("check", judgement.check());
      one.put("subject", judgement.subject());
      one.put("verdict", judgement.verdict().word());
      one.put("seen", judgement.seen());
      one.put("remedy", judgement.remedy());
      found.add(one);
    }
    values.put("judgements", found);
    return values;
  }
}

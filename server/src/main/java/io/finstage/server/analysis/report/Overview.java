package io.finstage.server.analysis.report;

import io.finstage.server.market.Symbol;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The market of a day at a glance: how many rose and fell, who moved most, what was traded most.
 *
 * @param days every symbol, one at least
 * @param top rows of a table
 * @param anchors of the symbols that have a section
 */
record Overview(List<SymbolDay> days, int top, Map<Symbol, String> anchors) {

  private static final String HEAD =
      "</h2><table><thead><tr><th>Symbol</th><th class=\"n\">Close</th>"
          + "<th class=\"n\">Change</th><th class=\"n\">Turnover</th></tr></thead><tbody>\n";

  void write(Html html) throws IOException {
    int up = count(day -> day.change() > 0);
    int down = count(day -> day.change() < 0);
    double turnover = days.stream().mapToDouble(SymbolDay::turnover).sum();
    html.raw("<dl class=\"tiles\">");
    tile(html, "Symbols", Figures.compact(days.size()), "");
    tile(html, "Rose", Figures.compact(up), "up");
    tile(html, "Fell", Figures.compact(down), "down");
    tile(html, "Unchanged", Figures.compact(days.size() - up - down), "");
    tile(html, "Turnover", Figures.compact(turnover), "");
    html.raw("</dl>\n");
    breadth(html, up, down);
    Comparator<SymbolDay> byChange = Comparator.comparingDouble(SymbolDay::change);
    html.raw("<div class=\"movers\">\n");
    table(html, "Rose most", byChange.reversed(), day -> day.change() > 0);
    table(html, "Fell most", byChange, day -> day.change() < 0);
    html.raw("</div>\n");
    volumes(html);
  }

  private static void tile(Html html, String name, String value, String side) throws IOException {
    html.raw("<div><dt>").text(name).raw("</dt><dd class=\"" + side + "\">");
    html.text(value).raw("</dd></div>");
  }

  private void breadth(Html html, int up, int down) throws IOException {
    double all = days.size();
    html.raw(
        "<div class=\"breadth\" role=\"img\" aria-label=\"" + up + " rose, " + down + " fell\">");
    html.raw("<i class=\"up\" style=\"flex:" + up / all + "\"></i>");
    html.raw("<i style=\"flex:" + (all - up - down) / all + "\"></i>");
    html.raw("<i class=\"down\" style=\"flex:" + down / all + "\"></i></div>\n");
  }

  private void table(Html html, String title, Comparator<SymbolDay> order, Predicate<SymbolDay> of)
      throws IOException {
    List<SymbolDay> rows = days.stream().filter(of).sorted(order).limit(top).toList();
    html.raw("<section><h2>").text(title).raw(HEAD);
    if (rows.isEmpty()) {
      html.raw("<tr><td class=\"none\" colspan=\"4\">none</td></tr>\n");
    }
    for (SymbolDay day : rows) {
      html.raw("<tr>");
      name(html, day);
      number(html, Figures.price(day.close(), day.close()), "");
      number(html, Figures.change(day.change()), side(day));
      number(html, Figures.compact(day.turnover()), "");
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></section>\n");
  }

  private void volumes(Html html) throws IOException {
    List<SymbolDay> rows =
        days.stream()
            .sorted(Comparator.comparingDouble(SymbolDay::turnover).reversed())
            .limit(top)
            .toList();
    double most = Math.max(rows.getFirst().turnover(), Double.MIN_NORMAL);
    html.raw("<section><h2>Traded most</h2><table><thead><tr><th>Symbol</th>");
    html.raw("<th class=\"n\">Open</th><th class=\"n\">High</th><th class=\"n\">Low</th>");
    html.raw("<th class=\"n\">Close</th><th class=\"n\">Change</th><th class=\"n\">Volume</th>");
    html.raw("<th class=\"n\">Turnover</th><th class=\"share\"></th></tr></thead><tbody>\n");
    for (SymbolDay day : rows) {
      html.raw("<tr>");
      name(html, day);
      for (double price : new double[] {day.open(), day.high(), day.low(), day.close()}) {
        number(html, Figures.price(price, day.close()), "");
      }
      number(html, Figures.change(day.change()), side(day));
      number(html, Figures.compact(day.volume()), "");
      number(html, Figures.compact(day.turnover()), "");
      html.raw("<td class=\"share\"><i style=\"width:");
      html.raw(Figures.at(day.turnover() / most * 100)).raw("%\"></i></td></tr>\n");
    }
    html.raw("</tbody></table></section>\n");
  }

  private void name(Html html, SymbolDay day) throws IOException {
    Optional<String> anchor = Optional.ofNullable(anchors.get(day.symbol()));
    html.raw("<th scope=\"row\">");
    html.raw(anchor.map(id -> "<a href=\"#" + id + "\">").orElse(""));
    html.text(day.symbol().value());
    html.raw(anchor.isPresent() ? "</a></th>" : "</th>");
  }

  static void number(Html html, String number, String side) throws IOException {
    html.raw("<td class=\"n " + side + "\">").text(number).raw("</td>");
  }

  /** Which colour it has. */
  static String side(SymbolDay day) {
    return day.change() > 0 ? "up" : day.change() < 0 ? "down" : "";
  }

  private int count(Predicate<SymbolDay> of) {
    return (int) days.stream().filter(of).count();
  }
}

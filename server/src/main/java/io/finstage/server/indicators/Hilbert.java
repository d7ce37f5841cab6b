package io.finstage.server.indicators;

/**
 * Ehlers' homodyne discriminator: how long the cycle in a price is, and where in it the price
 * stands. The arithmetic and its order are TA-Lib 0.4's. Not thread-safe.
 *
 * <pre>
 *   price --WMA 4--> smooth --Hilbert--> detrender --Hilbert--> Q1;  I1 = detrender of 3 bars ago
 *   jI, jQ = Hilbert(I1), Hilbert(Q1)
 *   I2 = 0.2 (I1 - jQ) + 0.8 I2'      Q2 = 0.2 (Q1 + jI) + 0.8 Q2'
 *   Re = 0.2 (I2 I2' + Q2 Q2') + 0.8 Re'     Im = 0.2 (I2 Q2' - Q2 I2') + 0.8 Im'
 *   period = 360 / atan(Im / Re), at most 1.5 and at least 0.67 of the one before, 6 to 50, smoothed
 *   phase = atan(Q1 / I1) in degrees
 * </pre>
 *
 * <p>A Hilbert stage looks 2, 4 and 6 bars back, so bars at odd and even places have buffers of
 * their own. All state is in one array, which makes it cheap to look ahead and come back.
 */
final class Hilbert {

  static final double DEGREES = 45.0 / Math.atan(1);

  private static final double A = 0.0962;
  private static final double B = 0.5769;

  /** Numbers of one stage, of which there are four, each for odd and for even places. */
  private static final int STAGE = 6;

  private static final int BUFFER = 3;
  private static final int PREVIOUS = 3;
  private static final int PREVIOUS_INPUT = 4;

  private static final int PERIOD = 8 * STAGE;
  private static final int Q2 = PERIOD + 1;
  private static final int I2 = PERIOD + 2;
  private static final int RE = PERIOD + 3;
  private static final int IM = PERIOD + 4;

  /** Detrender of the last but one place and the one before, for odd and for even places. */
  private static final int IN_PHASE = PERIOD + 5;

  private static final int PLAIN = PERIOD + 9;
  private static final int WEIGHTED = PERIOD + 10;
  private static final int TRAILING = PERIOD + 11;
  private static final int LAST = PERIOD + 12;
  private static final int SLOT = PERIOD + 15;
  private static final int COUNT = PERIOD + 16;
  private static final int PHASE = PERIOD + 17;
  private static final int SIZE = PERIOD + 18;

  private final int silent;
  private final double[] state;
  private final double[] saved = new double[SIZE];

  /**
   * @param silent bars that only fill the weighted average
   */
  Hilbert(int silent) {
    this(silent, new double[SIZE]);
  }

  private Hilbert(int silent, double[] state) {
    this.silent = silent;
    this.state = state;
  }

  /** Takes a price in; whether there is a cycle by now. */
  boolean add(double price) {
    double[] s = state;
    int bar = (int) s[COUNT];
    s[COUNT]++;
    s[PLAIN] += price;
    if (bar < 3) {
      s[WEIGHTED] += price * (bar + 1.0);
      remember(price);
      return false;
    }
    s[PLAIN] -= s[TRAILING];
    s[WEIGHTED] += price * 4.0;
    s[TRAILING] = s[LAST + 2];
    remember(price);
    double smooth = s[WEIGHTED] * 0.1;
    s[WEIGHTED] -= s[PLAIN];
    if (bar < silent) {
      return false;
    }
    turn(bar % 2 == 0, smooth);
    return true;
  }

  /** Keeps the state, to come back to with {@link #back}. */
  void mark() {
    System.arraycopy(state, 0, saved, 0, SIZE);
  }

  /** Back to where it was {@link #mark}ed. */
  void back() {
    System.arraycopy(saved, 0, state, 0, SIZE);
  }

  /** Length of the cycle, in bars. */
  double period() {
    return state[PERIOD];
  }

  /** Place in the cycle, in degrees, from -90 to 90. */
  double phase() {
    return state[PHASE];
  }

  Hilbert copy() {
    return new Hilbert(silent, state.clone());
  }

  private void remember(double price) {
    state[LAST + 2] = state[LAST + 1];
    state[LAST + 1] = state[LAST];
    state[LAST] = price;
  }

  private void turn(boolean even, double smooth) {
    double[] s = state;
    double adjusted = 0.075 * s[PERIOD] + 0.54;
    int places = even ? 4 * STAGE : 0;
    int mine = IN_PHASE + (even ? 2 : 0);
    int others = IN_PHASE + (even ? 0 : 2);
    int slot = (int) s[SLOT];
    double i1 = s[mine + 1];
    double detrender = stage(places, slot, smooth, adjusted);
    double q1 = stage(places + STAGE, slot, detrender, adjusted);
    double jI = stage(places + 2 * STAGE, slot, i1, adjusted);
    double jQ = stage(places + 3 * STAGE, slot, q1, adjusted);
    if (even) {
      s[SLOT] = slot == BUFFER - 1 ? 0 : slot + 1;
    }
    double q2 = 0.2 * (q1 + jI) + 0.8 * s[Q2];
    double i2 = 0.2 * (i1 - jQ) + 0.8 * s[I2];
    s[others + 1] = s[others];
    s[others] = detrender;
    s[PHASE] = i1 != 0.0 ? Math.atan(q1 / i1) * DEGREES : 0.0;
    s[RE] = 0.2 * (i2 * s[I2] + q2 * s[Q2]) + 0.8 * s[RE];
    s[IM] = 0.2 * (i2 * s[Q2] - q2 * s[I2]) + 0.8 * s[IM];
    s[Q2] = q2;
    s[I2] = i2;
    s[PERIOD] = length(s[PERIOD], s[RE], s[IM]);
  }

  private double stage(int at, int slot, double input, double adjusted) {
    double[] s = state;
    double scaled = A * input;
    double value = -s[at + slot];
    s[at + slot] = scaled;
    value += scaled;
    value -= s[at + PREVIOUS];
    s[at + PREVIOUS] = B * s[at + PREVIOUS_INPUT];
    value += s[at + PREVIOUS];
    s[at + PREVIOUS_INPUT] = input;
    return value * adjusted;
  }

  private static double length(double before, double re, double im) {
    double period = before;
    if (im != 0.0 && re != 0.0) {
      period = 360.0 / (Math.atan(im / re) * DEGREES);
    }
    double most = 1.5 * before;
    if (period > most) {
      period = most;
    }
    double least = 0.67 * before;
    if (period < least) {
      period = least;
    }
    if (period < 6) {
      period = 6;
    } else if (period > 50) {
      period = 50;
    }
    return 0.2 * period + 0.8 * before;
  }
}

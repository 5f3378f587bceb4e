//! Shifts and a session go in; whether the doctor may come, and the rule that decides, comes out.

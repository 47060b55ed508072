//! Bytes that say much the same again and again, in little room.

use std::io::{BufWriter, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;

/// The bytes in less room; nothing where there is no memory for it.
pub(crate) fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
    packing.write_all(bytes).ok()?;
    packing.finish().ok()
}

/// A value as JSON in less room, which is never there as a whole; nothing where it is no JSON or there is no memory for it.
pub(crate) fn pack_as_json(value: &impl Serialize) -> Option<Vec<u8>> {
    let packing = DeflateEncoder::new(Vec::new(), Compression::fast());
    let mut written = BufWriter::with_capacity(AT_A_TIME, packing);
    serde_json::to_writer(&mut written, value).ok()?;
    written.into_inner().ok()?.finish().ok()
}

/// So many bytes are packed at a time.
const AT_A_TIME: usize = 1 << 16;

/// More than this is not unpacked: what is kept in a file that comes from elsewhere could be made to fill all memory.
const MOST: u64 = 256 << 20;

/// The bytes as they were; nothing where they were not packed here, or are more than is ever packed at once.
pub(crate) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut unpacking = DeflateDecoder::new(packed).take(MOST + 1);
    let n_bytes = unpacking.read_to_end(&mut bytes).ok()?;
    (n_bytes as u64 <= MOST).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let bytes = b"Where data comes from is not recorded. ".repeat(100);
        let packed = pack(&bytes).unwrap();
        assert!(packed.len() < bytes.len() / 10);
        assert_eq!(unpack(&packed).unwrap(), bytes);
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
    }

    #[test]
    fn a_value_is_packed_as_its_json_is() {
        let value: Vec<String> = (0..AT_A_TIME).map(|n| n.to_string()).collect();
        let packed = pack_as_json(&value).unwrap();
        assert_eq!(unpack(&packed), serde_json::to_vec(&value).ok());
    }

    #[test]
    fn what_would_fill_all_memory_is_not_unpacked() {
        let mut packing = DeflateEncoder::new(Vec::new(), Compression::fast());
        std::io::copy(&mut std::io::repeat(b' ').take(MOST + 1), &mut packing).unwrap();
        let packed = packing.finish().unwrap();
        assert!(packed.len() < 4 << 20, "{}", packed.len());
        assert_eq!(unpack(&packed), None);
    }
}

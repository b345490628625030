package io.sluice.router.credentials;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The texts of a small XML document by the names of their elements; of two with one name the first. What is no XML has none. */
final class XmlTexts {

    private XmlTexts() {}

    static Map<String, String> of(byte[] xml) {
        Map<String, String> texts = new HashMap<>();
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            String element = "";
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> element = reader.getLocalName();
                    case XMLStreamConstants.CHARACTERS -> {
                        if (!reader.isWhiteSpace()) {
                            texts.putIfAbsent(element, reader.getText().strip());
                        }
                    }
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            return texts;
        }
        return texts;
    }
}
